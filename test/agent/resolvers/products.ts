import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ProductName } from "../../../src/agent/init/products.ts";
import { findProgram, Program, type ProgramName } from "../../fixtures/programs.ts";
import type { Page } from "./page.ts";
import { PROXIES } from "./proxies.ts";

/** Where a product runs in a test: `folder` is where everything of it lies, `file` what the agent writes. */
export type Place = {
  readonly folder: string;
  readonly file: string;
  readonly port: number;
  readonly upstream: number;
  readonly control: number;
};

/** A product as its page configures it; a test adds what makes it small and keeps it on loopback. */
export type Product = {
  readonly name: string;
  readonly page: ProductName;
  readonly programs: readonly ProgramName[];
  /** A resolver is asked by DNS, a proxy by HTTP. */
  readonly kind: "resolver" | "proxy";
  /** Its reload returns before the list is in force, and its sentinel does not name the release. */
  readonly lags?: true;
  /** Texts of the page that are others in a test. */
  readonly swaps: (place: Place) => Readonly<Record<string, string>>;
  readonly start: (page: Page, place: Place) => Program;
};

export const tool = (name: string): string => findProgram(name) ?? name;
const ASKED = "127.0.0.1:53";

const bind: Product = {
  name: "BIND",
  page: "bind",
  kind: "resolver",
  programs: ["named", "dig"],
  swaps: ({ folder, file, port, control }) => ({
    "/var/lib/bind/hifazat.rpz": file,
    [ASKED]: `127.0.0.1:${port}`,
    '"/usr/sbin/rndc"': `"${tool("rndc")}", "-k", "${folder}/rndc.key", "-s", "127.0.0.1", "-p", "${control}"`,
  }),
  start(page, { folder, port, upstream, control }) {
    const key = `key "rndc-key" { algorithm hmac-sha256; secret "aGlmYXphdC1oaWZhemF0LWhpZmF6YXQ="; };`;
    writeFileSync(join(folder, "rndc.key"), `${key}\n`);
    const options = `options {
  directory "${folder}"; pid-file none; session-keyfile "${folder}/session.key";
  listen-on port ${port} { 127.0.0.1; }; listen-on-v6 { none; };
  forward only; forwarders { 127.0.0.1 port ${upstream}; }; dnssec-validation no;`;
    const controls = `controls { inet 127.0.0.1 port ${control} allow { 127.0.0.1; } keys { "rndc-key"; }; };`;
    const conf = page.block("named.conf").replace("options {", options);
    writeFileSync(join(folder, "named.conf"), `${key}\n${controls}\n${conf}`);
    return new Program("named", ["-c", join(folder, "named.conf"), "-g", "-n", "1"]);
  },
};

const unbound: Product = {
  name: "Unbound",
  page: "unbound",
  kind: "resolver",
  programs: ["unbound", "unbound-control", "dig"],
  swaps: ({ folder, file, port }) => ({
    "/var/lib/unbound/hifazat.conf": file,
    [ASKED]: `127.0.0.1:${port}`,
    "/usr/sbin/unbound-control": tool("unbound-control"),
    "/etc/unbound/remote-control.conf": join(folder, "remote-control.conf"),
    "/run/unbound.ctl": join(folder, "control.sock"),
  }),
  start(page, { folder, port, upstream }) {
    const conf = join(folder, "unbound.conf");
    writeFileSync(join(folder, "remote-control.conf"), page.block("remote-control.conf"));
    writeFileSync(
      conf,
      `server:
  directory: "${folder}"
  chroot: ""
  username: ""
  pidfile: ""
  use-syslog: no
  interface: 127.0.0.1@${port}
  module-config: "iterator"
  do-not-query-localhost: no
forward-zone:
  name: "."
  forward-addr: 127.0.0.1@${upstream}
${page.block("unbound.conf")}`,
    );
    return new Program("unbound", ["-d", "-c", conf]);
  },
};

const powerdns: Product = {
  name: "PowerDNS Recursor",
  page: "powerdns",
  kind: "resolver",
  programs: ["pdns_recursor", "rec_control", "dig"],
  swaps: ({ folder, file, port }) => ({
    "/var/lib/hifazat/hifazat.rpz": file,
    [ASKED]: `127.0.0.1:${port}`,
    rec_control: `${tool("rec_control")} --config-dir=${folder} --socket-dir=${folder}`,
    "/etc/powerdns/hifazat.lua": join(folder, "hifazat.lua"),
  }),
  start(page, { folder, port, upstream }) {
    writeFileSync(join(folder, "hifazat.lua"), page.block("hifazat.lua"));
    writeFileSync(
      join(folder, "recursor.conf"),
      `socket-dir=${folder}
local-address=127.0.0.1
local-port=${port}
forward-zones-recurse=.=127.0.0.1:${upstream}
dont-query=
dnssec=off
threads=1
write-pid=no
disable-syslog=yes
security-poll-suffix=
${page.block("recursor.conf")}`,
    );
    return new Program("pdns_recursor", [`--config-dir=${folder}`]);
  },
};

const knotResolver: Product = {
  name: "Knot Resolver",
  page: "knot-resolver",
  kind: "resolver",
  programs: ["kresd", "dig"],
  swaps: ({ file, port }) => ({ "/var/lib/knot-resolver/hifazat.rpz": file, [ASKED]: `127.0.0.1:${port}` }),
  start(page, { folder, port, upstream }) {
    writeFileSync(
      join(folder, "kresd.conf"),
      `net.listen('127.0.0.1', ${port}, { kind = 'dns' })
cache.size = 10 * MB
trust_anchors.remove('.')
${page.block("kresd.conf")}policy.add(policy.all(policy.STUB('127.0.0.1@${upstream}')))
`,
    );
    return new Program("kresd", ["-n", "-c", join(folder, "kresd.conf"), folder]);
  },
};

const dnsmasq: Product = {
  name: "dnsmasq",
  page: "dnsmasq",
  kind: "resolver",
  programs: ["dnsmasq", "dig"],
  swaps: ({ folder, file, port }) => ({
    "/var/lib/hifazat/dnsmasq.servers": file,
    [ASKED]: `127.0.0.1:${port}`,
    "/run/dnsmasq/dnsmasq.pid": `${folder}/dnsmasq.pid`,
  }),
  start(page, { folder, port, upstream }) {
    writeFileSync(
      join(folder, "dnsmasq.conf"),
      `port=${port}
listen-address=127.0.0.1
bind-interfaces
no-resolv
no-hosts
user=root
pid-file=${folder}/dnsmasq.pid
server=127.0.0.1#${upstream}
${page.block("dnsmasq.conf")}`,
    );
    return new Program("dnsmasq", ["-k", `--conf-file=${join(folder, "dnsmasq.conf")}`]);
  },
};

const dnsdist: Product = {
  name: "dnsdist",
  page: "dnsdist",
  kind: "resolver",
  lags: true,
  programs: ["dnsdist", "dig"],
  swaps: ({ file, port }) => ({ "/var/lib/hifazat/hifazat.cdb": file, [ASKED]: `127.0.0.1:${port}` }),
  start(page, { folder, port, upstream }) {
    writeFileSync(
      join(folder, "dnsdist.conf"),
      `setLocal("127.0.0.1:${port}")
setSecurityPollSuffix("")
newServer({address="127.0.0.1:${upstream}", healthCheckMode="up"})
${page.block("dnsdist.conf")}`,
    );
    return new Program("dnsdist", ["--supervised", "--disable-syslog", "-C", join(folder, "dnsdist.conf")]);
  },
};

export const PRODUCTS = { bind, unbound, powerdns, knotResolver, dnsmasq, dnsdist, ...PROXIES } as const;
