import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { feedRecent } from "../../../src/distribute/zone-transfer/recent.ts";
import {
  keptZoneScript,
  nsdConfiguration,
  type TlsProof,
  unboundConfiguration,
} from "../../../src/distribute/zone-transfer/resolver-config.ts";
import { ask, freePort, Program, programsHere, run, until } from "../../fixtures/programs.ts";
import { ADDRESS, OPEN_ADDRESS, Primary, startUnbound, ZONE } from "./primary.ts";
import { Registry } from "./registry.ts";

const here = programsHere("knotd", "knotc", "nsd", "unbound", "openssl", "dig", "kdig");
const NAME = "rpz.registry.example";
const registry = new Registry();
const primary = new Primary();
const programs: Program[] = [];
let nsd: Program;
let etc = "";
let tlsPort = 0;
/** Unbound's port, known beforehand: NSD tells it of news. */
let port = 0;

beforeAll(async () => {
  if (!here) return;
  await primary.start();
  registry.list("first.com", "=only.com");
  registry.release();
  await primary.feed(registry);
  [tlsPort, port] = [await freePort(), await freePort()];
  const plainPort = await freePort();
  const secret = await primary.admit({ name: "nsd", notify: [`${ADDRESS}@${plainPort}`] });
  etc = primary.pullFor("nsd").etc;
  await certificate("certificate.pem", "key.pem");
  const subscriber = { address: ADDRESS, port };
  const config = nsdConfiguration(
    { ...primary.pullFor("nsd", secret), folder: etc },
    { address: ADDRESS, tlsPort, plainPort },
    subscriber,
  );
  const test = `server:
    zonesdir: "${etc}"
    database: ""
    pidfile: "${etc}/nsd.pid"
    xfrdfile: "${etc}/xfrd.state"
    xfrdir: "${etc}"
    zonelistfile: "${etc}/zone.list"
    username: ""
    server-count: 1
    verbosity: 2
remote-control:
    control-enable: no
`;
  writeFileSync(join(etc, "nsd.conf"), test + config);
  nsd = new Program("nsd", ["-d", "-c", join(etc, "nsd.conf")]);
  programs.push(nsd);
  await until(
    () => `NSD to have the zone:\n${nsd.output}`,
    async () => (await ask(tlsPort, ZONE.apex, "SOA")).status === "NOERROR",
  );
});
afterAll(async () => {
  for (const program of programs) await program.stop("SIGKILL");
  await primary.stop();
});

/** A key, and a certificate for the name that signs itself. */
async function certificate(pem: string, key: string): Promise<void> {
  const about = ["-subj", `/CN=${NAME}`, "-addext", `subjectAltName=DNS:${NAME}`, "-days", "2"];
  const kind = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const made = await run("openssl", [...kind, "-keyout", join(etc, key), "-out", join(etc, pem), ...about]);
  if (made.code !== 0) throw new Error(made.output);
}

async function unbound(name: string, at: number, tls: TlsProof): Promise<Program> {
  const pull = primary.pullFor(name, "", tlsPort);
  const program = await startUnbound(pull, at, pull.etc, unboundConfiguration(pull, tls), primary.port);
  programs.push(program);
  return program;
}

const answers = (at: number, program: Program, name: string, expected: string) =>
  until(
    () => `${name} to be ${expected}:\n${program.output.slice(-3_000)}\n${nsd.output.slice(-2_000)}`,
    async () => {
      const { status, data } = await ask(at, name);
      return (status === "NOERROR" ? data.join() : status) === expected;
    },
  );

test.skipIf(!here)(
  "knot_to_nsd_by_tsig_to_unbound_by_tls: blocked, and open again with the release that drops it",
  async () => {
    const resolver = await unbound("trusting", port, { name: NAME, authorities: join(etc, "certificate.pem") });
    await answers(port, resolver, "first.com", "NXDOMAIN");
    await answers(port, resolver, "deep.under.first.com", "NXDOMAIN");
    await answers(port, resolver, "second.com", OPEN_ADDRESS);
    const order = registry.list("second.com");
    const release = registry.release();
    await primary.controlled((control) => feedRecent({ db: registry.db, control }, ZONE, release));
    await answers(port, resolver, "second.com", "NXDOMAIN");
    expect((await ask(port, ZONE.sentinel, "TXT")).data).toEqual(['"hifazat general 1"']);
    await primary.feed(registry);
    registry.unlist(order);
    registry.release();
    await primary.feed(registry);
    await answers(port, resolver, "second.com", OPEN_ADDRESS);
    await answers(port, resolver, "first.com", "NXDOMAIN");
    // What NSD has, it has by the key that can be revoked, and by difference.
    expect(nsd.output).toMatch(/serial 3 .*TSIG verified with key nsd\./);
    expect(primary.log).toMatch(/IXFR, outgoing, .*serial 2 -> 3/);
  },
);

test.skipIf(!here)("what_unbound_starts_with_comes_by_tls_from_the_server_it_knows_and_from_no_other", async () => {
  const pull = primary.pullFor("kept", "", tlsPort);
  const file = join(pull.folder, `${ZONE.apex}.zone`);
  const authorities = join(etc, "certificate.pem");
  const stranger = keptZoneScript(pull, { name: "other.registry.example", authorities });
  expect((await run("sh", ["-c", stranger])).code).not.toBe(0);
  expect(existsSync(file)).toBe(false);
  expect(await run("sh", ["-c", keptZoneScript(pull, { name: NAME, authorities })])).toMatchObject({ code: 0 });
  expect(readFileSync(file, "utf8")).toMatch(/^first\.com\.rpz\.hifazat\.\s+60\s+IN\s+CNAME\s+\.$/m);
});

test.skipIf(!here)("a_server_by_another_name_or_signed_by_nobody_we_know_gives_nothing", async () => {
  await certificate("stranger.pem", "stranger-key.pem");
  const proofs = [
    { name: "other.registry.example", authorities: join(etc, "certificate.pem") },
    { name: NAME, authorities: join(etc, "stranger.pem") },
  ];
  for (const [index, tls] of proofs.entries()) {
    const at = await freePort();
    const resolver = await unbound(`wary-${index}`, at, tls);
    // It did try, and stopped at the certificate.
    await resolver.says(/certificate verify failed|ssl handshake failed|hostname mismatch/i);
    await answers(at, resolver, "first.com", OPEN_ADDRESS);
  }
});
