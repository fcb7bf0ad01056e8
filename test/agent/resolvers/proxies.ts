import { chmodSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findProgram, Program } from "../../fixtures/programs.ts";
import type { Product } from "./products.ts";

const squid: Product = {
  name: "Squid",
  page: "squid",
  kind: "proxy",
  lags: true,
  programs: ["squid"],
  swaps: ({ folder, file }) => ({
    "/etc/squid/hifazat.txt": file,
    '"/usr/sbin/squid"': `"${findProgram("squid")}", "-f", "${folder}/squid.conf"`,
  }),
  start(page, { folder, port, upstream }) {
    // Started by root it goes on as the user proxy, who has to get at its files.
    for (const place of [dirname(folder), folder]) chmodSync(place, 0o777);
    writeFileSync(
      join(folder, "squid.conf"),
      `${page.block("squid.conf")}http_access allow localhost
http_port 127.0.0.1:${port}
cache_peer 127.0.0.1 parent ${upstream} 0 no-query originserver
never_direct allow all
cache deny all
pid_filename ${folder}/squid.pid
coredump_dir ${folder}
cache_log ${folder}/cache.log
access_log none
icp_port 0
pinger_enable off
shutdown_lifetime 0 seconds
`,
    );
    return new Program("squid", ["-f", join(folder, "squid.conf"), "--foreground", "-YC", "-d", "1"]);
  },
};

const nginx: Product = {
  name: "nginx",
  page: "nginx",
  kind: "proxy",
  lags: true,
  programs: ["nginx"],
  swaps: ({ folder, file, port }) => ({
    "/etc/nginx/hifazat.map": file,
    '"/usr/sbin/nginx"': `"${findProgram("nginx")}", "-c", "${folder}/nginx.conf", "-e", "${folder}/error.log"`,
    "worker_shutdown_timeout 10s": "worker_shutdown_timeout 1s",
    "http {": "http { access_log off;",
    "server {": `server { listen 127.0.0.1:${port}; location / { return 200; }`,
  }),
  start(page, { folder }) {
    const conf = join(folder, "nginx.conf");
    writeFileSync(
      conf,
      `user root;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
daemon off;
events {}
${page.block("nginx.conf")}`,
    );
    return new Program("nginx", ["-c", conf, "-e", join(folder, "error.log")]);
  },
};

export const PROXIES = { squid, nginx } as const;
