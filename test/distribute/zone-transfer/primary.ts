import { createSocket } from "node:dgram";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Control, openControl } from "../../../src/distribute/zone-transfer/control.ts";
import { type FeedReport, feedZone } from "../../../src/distribute/zone-transfer/feed.ts";
import { addSubscription, revokeSubscription, type Subscription } from "../../../src/distribute/zone-transfer/keys.ts";
import { knotConfiguration } from "../../../src/distribute/zone-transfer/knot-config.ts";
import {
  bindConfiguration,
  type Pull,
  powerdnsConfiguration,
  unboundConfiguration,
} from "../../../src/distribute/zone-transfer/resolver-config.ts";
import type { Zone } from "../../../src/distribute/zone-transfer/zone.ts";
import { freePort, Program, run, until } from "../../fixtures/programs.ts";
import type { Registry } from "./registry.ts";

export const ZONE: Zone = { apex: "rpz.hifazat", sentinel: "hifazat-sentinel.example" };
/** What every name that nobody blocks has, in the little internet of these tests. */
export const OPEN_ADDRESS = "198.51.100.1";
export const ADDRESS = "127.0.0.1";

/**
 * knotd with the configuration that `hifazat zone config` prints, on a port of its own. It also plays the rest of the
 * internet: a root zone in which every name exists.
 */
export class Primary {
  folder = "";
  port = 0;
  #knotd: Program | undefined;
  readonly #resolvers: Program[] = [];
  readonly #kept: string[] = [];

  get socket(): string {
    return join(this.folder, "knot.sock");
  }

  get zoneFile(): string {
    return join(this.folder, `${ZONE.apex}.zone`);
  }

  async start(): Promise<void> {
    this.folder = mkdtempSync(join(tmpdir(), "hifazat-zone-"));
    // A program that is root no more has to find its files.
    chmodSync(this.folder, 0o711);
    this.port = await freePort();
    const conf = knotConfiguration({
      apex: ZONE.apex,
      listen: [`${ADDRESS}@${this.port}`],
      rundir: this.folder,
      storage: this.folder,
      user: undefined,
      log: "stderr",
    });
    const root = `  - domain: .\n    storage: "${this.folder}"\n    file: root.zone\n`;
    const records = `@ SOA localhost. hostmaster. 1 60 10 604800 1\n@ NS localhost.\n* A ${OPEN_ADDRESS}\n* TXT "open"\n`;
    writeFileSync(join(this.folder, "root.zone"), `$TTL 1\n${records}`);
    writeFileSync(join(this.folder, "knot.conf"), conf + root);
    const imported = await run("knotc", ["-C", this.#database, "conf-import", join(this.folder, "knot.conf")]);
    if (imported.code !== 0) throw new Error(imported.output);
    await this.#run();
  }

  get #database(): string {
    return join(this.folder, "confdb");
  }

  async #run(): Promise<void> {
    this.#knotd = new Program("knotd", ["-C", this.#database]);
    await this.#knotd.says(/control, binding to/);
    await until("knotd to answer", async () => this.controlled(async () => true).catch(() => false));
  }

  /** As by a power cut, and on again. */
  async killAndStart(): Promise<void> {
    await this.#knotd?.stop("SIGKILL");
    await this.#run();
  }

  get pid(): number | undefined {
    return this.#knotd?.child.pid;
  }

  /** What knotd has said since it was started last. */
  get log(): string {
    return this.#knotd?.output ?? "";
  }

  logged(pattern: RegExp, from = 0): Promise<RegExpExecArray> {
    if (this.#knotd === undefined) throw new Error("knotd was never started");
    return this.#knotd.says(pattern, from);
  }

  async controlled<T>(work: (control: Control) => Promise<T>): Promise<T> {
    const control = await openControl(this.socket);
    try {
      return await work(control);
    } finally {
      await control.close();
    }
  }

  feed({ db }: Registry): Promise<FeedReport> {
    return this.controlled((control) => feedZone({ db, control }, ZONE));
  }

  /** The secret of 32 bytes that the subscriber gets. */
  async admit(subscription: Partial<Subscription> & { readonly name: string }): Promise<string> {
    const secret = Buffer.alloc(32, subscription.name).toString("base64");
    const whole: Subscription = { proof: "tsig", from: [], notify: [], ...subscription };
    await this.controlled((control) => addSubscription(control, ZONE.apex, whole, secret));
    return secret;
  }

  revoke(name: string): Promise<void> {
    return this.controlled((control) => revokeSubscription(control, ZONE.apex, name));
  }

  /** AXFR or `IXFR=serial`, as a subscriber with this key would ask. */
  async transfer(
    type: string,
    key?: { readonly name: string; readonly secret: string },
    apex: string = ZONE.apex,
  ): Promise<string> {
    const tsig = key === undefined ? [] : ["-y", `hmac-sha256:${key.name}:${key.secret}`];
    const { output } = await run("kdig", [`@${ADDRESS}`, "-p", String(this.port), ...tsig, apex, type]);
    return output;
  }

  /** The records of a transfer without the SOAs and the signature, in a line each. */
  async records(key: { readonly name: string; readonly secret: string }): Promise<string[]> {
    const output = await this.transfer("AXFR", key);
    return output
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith(";") && !/\s(?:SOA|TSIG)\s/.test(line))
      .map((line) => line.split(/\s+/).join(" "))
      .sort();
  }

  async stop(): Promise<void> {
    for (const program of [...this.#resolvers, this.#knotd]) await program?.stop("SIGKILL");
    for (const kept of this.#kept) chmodSync(kept, 0o755);
    if (this.folder !== "") rmSync(this.folder, { recursive: true, force: true });
  }

  /** What a resolver of this name needs to know; its zone's file has a folder of its own. */
  pullFor(name: string, secret = "", port = this.port): Pull {
    const etc = join(this.folder, name);
    const folder = join(etc, "zone");
    mkdirSync(folder, { recursive: true });
    this.#kept.push(folder);
    return { apex: ZONE.apex, primary: { address: ADDRESS, port }, key: { name, secret }, folder, etc };
  }

  /** BIND, PowerDNS Recursor or Unbound, configured as README.md tells an ISP to. Returns its port and log. */
  async resolver(kind: "bind" | "powerdns" | "unbound", port: number, secret: string): Promise<Program> {
    const pull = this.pullFor(kind, secret);
    const folder = pull.etc;
    const program = await RESOLVERS[kind](pull, port, folder);
    this.#resolvers.push(program);
    return program;
  }
}

const RESOLVERS = { bind: startBind, powerdns: startPowerdns, unbound: startUnbound };

async function startBind(pull: Pull, port: number, folder: string): Promise<Program> {
  const { options, rest } = bindConfiguration(pull);
  const forward = `forward only; forwarders { ${ADDRESS} port ${pull.primary.port}; };`;
  const test = `directory "${folder}"; pid-file none; session-keyfile none; listen-on port ${port} { ${ADDRESS}; };
    listen-on-v6 { none; }; recursion yes; dnssec-validation no; empty-zones-enable no; ${forward}`;
  writeFileSync(join(folder, "named.conf"), `options { ${test} ${options} };\ncontrols {};\n${rest}`);
  const program = new Program("named", ["-g", "-c", join(folder, "named.conf")]);
  await program.says(/running$/m);
  return program;
}

async function startPowerdns(pull: Pull, port: number, folder: string): Promise<Program> {
  const { lua, conf } = powerdnsConfiguration(pull);
  const test = `socket-dir=${folder}
local-address=${ADDRESS}
local-port=${port}
forward-zones-recurse=.=${ADDRESS}:${pull.primary.port}
dnssec=off
security-poll-suffix=
hint-file=no
threads=1
loglevel=6
`;
  writeFileSync(join(folder, "rpz.lua"), lua);
  writeFileSync(join(folder, "recursor.conf"), test + conf);
  const program = new Program("pdns_recursor", [`--config-dir=${folder}`]);
  await program.says(/Done priming|Listening for|Enabled/);
  return program;
}

/**
 * `config` as README.md has it; the rest makes it small and keeps it on loopback. It is not root, and may not write into its
 * zone's folder.
 */
export async function startUnbound(
  pull: Pull,
  port: number,
  folder: string,
  config: string = unboundConfiguration(pull),
  upstream: number = pull.primary.port,
): Promise<Program> {
  chmodSync(pull.folder, 0o555);
  const test = `server:
    directory: "${folder}"
    chroot: ""
    username: "${process.getuid?.() === 0 ? "nobody" : ""}"
    pidfile: ""
    use-syslog: no
    verbosity: 4
    interface: ${ADDRESS}@${port}
    do-not-query-localhost: no
forward-zone:
    name: "."
    forward-addr: ${ADDRESS}@${upstream}
`;
  writeFileSync(join(folder, "unbound.conf"), test + config);
  const program = new Program("unbound", ["-d", "-c", join(folder, "unbound.conf")]);
  await program.says(/start of service/);
  return program;
}

/** A NOTIFY without a key (RFC 1996), by which a resolver asks its primary at once instead of at the next refresh. */
export async function notify(port: number, zone: string): Promise<void> {
  const labels = [
    ...zone.split(".").map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ];
  const header = Buffer.from([0x12, 0x34, 0x24, 0x00, 0, 1, 0, 0, 0, 0, 0, 0]);
  const socket = createSocket("udp4");
  const message = Buffer.concat([header, ...labels, Buffer.from([0, 6, 0, 1])]);
  await new Promise((resolve) => socket.send(message, port, ADDRESS, resolve));
  socket.close();
}
