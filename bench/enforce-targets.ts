import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Page } from "../test/agent/resolvers/page.ts";
import { PRODUCTS } from "../test/agent/resolvers/products.ts";
import { startUpstream } from "../test/agent/resolvers/upstream.ts";
import { ADDRESS, Primary } from "../test/distribute/zone-transfer/primary.ts";
import { freePort, until } from "../test/fixtures/programs.ts";
import { HifazatProcess } from "../test/fixtures/server-process.ts";
import { hifazat } from "./measured-run.ts";

/** What everything is measured against; `answers` resolves when the resolver at the port has the list. */
export type Place = {
  readonly folder: string;
  readonly data: string;
  readonly url: string;
  readonly answers: (port: number) => Promise<void>;
};

/** Something that was done, and when, as Date.now(). */
export type Mark = { readonly step: string; readonly at: number };

/** Something that blocks by the list, and follows it. */
export type Target = {
  readonly label: string;
  readonly port: number;
  /** The steps of following release N, once all of them are done, in their order. */
  readonly steps: (release: number) => Promise<readonly Mark[]>;
  /** The programs that follow the list: the agent, or the feed and the primary; the resolver. */
  readonly pids: Readonly<Record<string, number | undefined>>;
  /** What it said last, for whoever has to find out why nothing happens. */
  readonly said: () => string;
  readonly stop: () => Promise<void>;
};

const AGENTS = ["unbound", "dnsdist", "bind", "powerdns", "knotResolver", "dnsmasq"] as const;
const ZONES = ["bind", "powerdns", "unbound"] as const;
/** By name: `unbound`, `bind`, … by the agent's daemon, `zone-unbound`, … by zone transfer from Knot. */
export const TARGETS: readonly string[] = [...AGENTS, ...ZONES.map((name) => `zone-${name}`)];

/** Seconds of patience with a round of the agent, and with its resolver. */
const PATIENCE_MS = 180_000;

export async function startTarget(name: string, place: Place): Promise<Target> {
  const agent = AGENTS.find((known) => known === name);
  const zone = ZONES.find((known) => `zone-${known}` === name);
  if (agent === undefined && zone === undefined) throw new Error(`no target ${name}: ${TARGETS.join(" ")}`);
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of stops.reverse()) await end();
  };
  try {
    const started =
      agent === undefined ? await startZone(zone ?? "bind", place, stops) : startAgent(agent, place, stops);
    return { ...(await started), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Round = {
  readonly time: string;
  readonly ms: number;
  readonly lists?: readonly { readonly release: number }[];
  readonly steps_ms?: Readonly<Record<string, number>>;
};

/** Of the steps that the agent's log tells, those that divide its time, by what lies before each. */
const AGENT_STEPS = {
  head_written: "pulled",
  output_rendered: "rendered",
  output_renamed: "in place",
} as const;

async function startAgent(
  name: (typeof AGENTS)[number],
  { folder: parent, data, url, answers }: Place,
  stops: (() => Promise<void>)[],
): Promise<Omit<Target, "stop">> {
  const product = PRODUCTS[name];
  const folder = join(parent, name);
  mkdirSync(folder);
  const ports = { port: await freePort(), upstream: await freePort(), control: await freePort() };
  const place = { folder, file: join(folder, "hifazat"), ...ports };
  const stopUpstream = await startUpstream(place.upstream);
  stops.push(async () => stopUpstream());
  const page = new Page(product.page, product.swaps(place));
  const head = `registry = "${url}"\nstate = "state"\nroot = "${join(data, "public/tuf/metadata/1.root.json")}"\n`;
  const output = page.block("agent.toml");
  const config = join(folder, "agent.toml");
  // The file is there before the resolver is, which reads it when it starts.
  writeFileSync(config, head + output.replaceAll(/^(?:reload|control|verify) = .*\n/gm, ""));
  await hifazat("agent", "sync", "--config", config);
  writeFileSync(config, head + output);
  const program = product.start(page, place);
  stops.push(() => program.stop("SIGKILL"));
  await answers(place.port);
  const agent = new HifazatProcess(["agent", "run", "--config", config]);
  stops.push(async () => void (await agent.stop("SIGTERM")));
  const said = (): string => `${agent.stderr.slice(-2_000)}${program.output.slice(-2_000)}`;
  // Without its last piece, which may be half a line.
  const rounds = (): Round[] =>
    agent.stderr
      .split("\n")
      .slice(0, -1)
      .flatMap((line) => (line.includes('"trigger"') ? [JSON.parse(line)] : []));
  await until(
    () => `a round of the agent:\n${said()}`,
    () => rounds().length > 0,
    PATIENCE_MS,
  );
  return {
    label: `${product.name} by the agent`,
    port: place.port,
    pids: { agent: agent.child.pid, resolver: program.child.pid },
    said,
    async steps(release) {
      const round = await until(
        () => `the agent's round with release ${release}:\n${said()}`,
        () => rounds().find(({ steps_ms, lists }) => steps_ms !== undefined && lists?.[0]?.release === release),
        PATIENCE_MS,
      );
      const began = new Date(round.time).getTime() - round.ms;
      const steps = Object.entries(AGENT_STEPS).flatMap(([step, label]) => {
        const ms = round.steps_ms?.[step];
        return ms === undefined ? [] : [{ step: label, at: began + ms }];
      });
      return [{ step: "noticed", at: began }, ...steps];
    },
  };
}

async function startZone(
  kind: (typeof ZONES)[number],
  { data, answers }: Place,
  stops: (() => Promise<void>)[],
): Promise<Omit<Target, "stop">> {
  const primary = new Primary();
  stops.push(() => primary.stop());
  await primary.start();
  const feeder = new HifazatProcess(["zone", "feed", "--follow", "--json", "--data", data, "--socket", primary.socket]);
  stops.push(async () => void (await feeder.stop("SIGTERM")));
  /** When each release was fed. */
  const fed = new Map<number, number>();
  feeder.child.stdout?.on("data", () => {
    for (const line of feeder.stdout.split("\n").slice(0, -1)) {
      const { release } = JSON.parse(line) as { release: number };
      if (!fed.has(release)) fed.set(release, Date.now());
    }
  });
  const said = (): string => `${feeder.stderr.slice(-1_000)}${primary.log.slice(-2_000)}`;
  await until(
    () => `the zone to be fed:\n${said()}`,
    () => fed.size > 0,
    PATIENCE_MS,
  );
  const port = await freePort();
  const proof = kind === "unbound" ? "address" : "tsig";
  const notify = kind === "powerdns" ? [] : [`${ADDRESS}@${port}`];
  const secret = await primary.admit({ name: kind, proof, from: proof === "tsig" ? [] : [ADDRESS], notify });
  const program = await primary.resolver(kind, port, secret);
  await answers(port);
  return {
    label: `${kind} by zone transfer`,
    port,
    pids: { feeder: feeder.child.pid, primary: primary.pid, resolver: program.child.pid },
    said: () => `${said()}${program.output.slice(-2_000)}`,
    async steps(release) {
      const at = await until(
        () => `release ${release} to be fed:\n${said()}`,
        () => fed.get(release),
        PATIENCE_MS,
      );
      return [{ step: "fed", at }];
    },
  };
}
