import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OutputSettings } from "../../../src/agent/config/settings.ts";
import { findProgram, Program, type ProgramName } from "../../fixtures/programs.ts";

type Ports = { readonly dns: number; readonly upstream: number; readonly control: number };

/** A resolver as README 9 configures it; `folder` is where everything of it lies, `file` what the agent writes. */
export type Product = {
  readonly name: string;
  readonly programs: readonly ProgramName[];
  readonly output: (folder: string, ports: Ports) => Partial<OutputSettings> & Pick<OutputSettings, "format">;
  readonly start: (folder: string, file: string, ports: Ports) => Program;
};

const tool = (name: string): string => findProgram(name) ?? name;
const RPZ = { kind: "rpz", apex: "rpz.hifazat", action: { kind: "nxdomain" } } as const;

const bind: Product = {
  name: "BIND",
  programs: ["named", "dig"],
  output: (folder, { control }) => ({
    format: RPZ,
    reload: [tool("rndc"), "-k", join(folder, "rndc.key"), "-s", "127.0.0.1", "-p", `${control}`, "reload", RPZ.apex],
  }),
  start(folder, file, { dns, upstream, control }) {
    const key = `key "rndc-key" { algorithm hmac-sha256; secret "aGlmYXphdC1oaWZhemF0LWhpZmF6YXQ="; };`;
    writeFileSync(join(folder, "rndc.key"), `${key}\n`);
    writeFileSync(
      join(folder, "named.conf"),
      `${key}
controls { inet 127.0.0.1 port ${control} allow { 127.0.0.1; } keys { "rndc-key"; }; };
options {
  directory "${folder}"; pid-file none; session-keyfile "${folder}/session.key";
  listen-on port ${dns} { 127.0.0.1; }; listen-on-v6 { none; };
  forward only; forwarders { 127.0.0.1 port ${upstream}; }; dnssec-validation no;
  response-policy { zone "${RPZ.apex}" min-update-interval 1; } qname-wait-recurse no break-dnssec yes;
};
zone "${RPZ.apex}" { type primary; file "${file}"; check-names ignore; allow-query { none; }; };
`,
    );
    return new Program("named", ["-c", join(folder, "named.conf"), "-g", "-n", "1"]);
  },
};

export const unbound: Product = {
  name: "Unbound",
  programs: ["unbound", "unbound-control", "dig"],
  output: (folder) => ({
    format: { kind: "unbound", action: { kind: "nxdomain" } },
    control: [tool("unbound-control"), "-c", join(folder, "unbound.conf")],
  }),
  start(folder, file, { dns, upstream }) {
    const conf = join(folder, "unbound.conf");
    writeFileSync(
      conf,
      `server:
  directory: "${folder}"
  chroot: ""
  username: ""
  pidfile: ""
  use-syslog: no
  interface: 127.0.0.1@${dns}
  module-config: "iterator"
  do-not-query-localhost: no
  include: "${file}"
remote-control:
  control-enable: yes
  control-interface: "${folder}/control.sock"
forward-zone:
  name: "."
  forward-addr: 127.0.0.1@${upstream}
`,
    );
    return new Program("unbound", ["-d", "-c", conf]);
  },
};

const powerdns: Product = {
  name: "PowerDNS Recursor",
  programs: ["pdns_recursor", "rec_control", "dig"],
  output(folder) {
    const control = `${tool("rec_control")} --config-dir=${folder} --socket-dir=${folder}`;
    // Answers already in the packet cache would stay open.
    return { format: RPZ, reload: ["sh", "-c", `${control} reload-lua-config && ${control} wipe-cache '$'`] };
  },
  start(folder, file, { dns, upstream }) {
    writeFileSync(join(folder, "rpz.lua"), `rpzFile("${file}", {policyName="${RPZ.apex}"})\n`);
    const settings = [
      `socket-dir=${folder}`,
      "local-address=127.0.0.1",
      `local-port=${dns}`,
      `forward-zones-recurse=.=127.0.0.1:${upstream}`,
      "dont-query=",
      "dnssec=off",
      "threads=1",
      "write-pid=no",
      "disable-syslog=yes",
      "security-poll-suffix=",
      `lua-config-file=${folder}/rpz.lua`,
    ];
    writeFileSync(join(folder, "recursor.conf"), `${settings.join("\n")}\n`);
    return new Program("pdns_recursor", [`--config-dir=${folder}`]);
  },
};

const knotResolver: Product = {
  name: "Knot Resolver",
  programs: ["kresd", "dig"],
  // It watches the file by itself.
  output: () => ({ format: RPZ }),
  start(folder, file, { dns, upstream }) {
    writeFileSync(
      join(folder, "kresd.conf"),
      `net.listen('127.0.0.1', ${dns}, { kind = 'dns' })
cache.size = 10 * MB
trust_anchors.remove('.')
policy.add(policy.rpz(policy.DENY, '${file}', true))
policy.add(policy.all(policy.STUB('127.0.0.1@${upstream}')))
`,
    );
    return new Program("kresd", ["-n", "-c", join(folder, "kresd.conf"), folder]);
  },
};

const dnsmasq: Product = {
  name: "dnsmasq",
  programs: ["dnsmasq", "dig"],
  output: (folder) => ({ format: { kind: "dnsmasq" }, reload: ["sh", "-c", `kill -HUP $(cat ${folder}/dnsmasq.pid)`] }),
  start(folder, file, { dns, upstream }) {
    writeFileSync(
      join(folder, "dnsmasq.conf"),
      `port=${dns}
listen-address=127.0.0.1
bind-interfaces
no-resolv
no-hosts
user=root
pid-file=${folder}/dnsmasq.pid
server=127.0.0.1#${upstream}
servers-file=${file}
`,
    );
    return new Program("dnsmasq", ["-k", `--conf-file=${join(folder, "dnsmasq.conf")}`]);
  },
};

export const PRODUCTS = { bind, unbound, powerdns, knotResolver, dnsmasq } as const;
