import { setImmediate as turn } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import type { Answer } from "../../../src/agent/registry/download.ts";
import { NearestFirst } from "../../../src/agent/registry/nearest.ts";
import { statusOf } from "../../../src/agent/status.ts";
import { HifazatError } from "../../../src/core/errors.ts";
import { play } from "../daemon/stage.ts";
import { domains } from "../fixture-repository.ts";
import { FixtureServer } from "../fixture-server.ts";
import { Harness } from "../harness.ts";

const [HOME, LAHORE, KARACHI] = ["http://home.example", "http://lahore.example", "http://karachi.example"] as const;
const POINTER = "/tuf/metadata/timestamp.json";
const TEN_MINUTES = 600_000;

/** An agent's list of three, and a clock that only measurements and `later` move. */
function stage() {
  const nearest = new NearestFirst([HOME, LAHORE, KARACHI]);
  let now = 0;
  let asked: string[] = [];
  return {
    nearest,
    later(milliseconds: number) {
      now += milliseconds;
    },
    /** Measures with these distances in milliseconds; who has none is away. Says who was asked. */
    async measure(
      distances: Readonly<Record<string, number | undefined>>,
      faults: ReadonlyMap<string, HifazatError> = new Map(),
    ): Promise<readonly string[]> {
      const begun = now;
      const waiting: { after: number; answer: () => void }[] = [];
      asked = [];
      const measuring = nearest.measure(
        (url) => {
          const registry = url.replace(POINTER, "");
          asked.push(registry);
          const after = distances[registry];
          return new Promise<Answer>((resolve, reject) => {
            const bytes = { kind: "bytes", bytes: Buffer.from(registry), date: undefined, etag: undefined } as const;
            const answer = () => (after === undefined ? reject(new Error("away")) : resolve(bytes));
            waiting.push({ after: after ?? 10_000, answer });
          });
        },
        () => now,
        (pointer) => faults.get(Buffer.from(pointer).toString()),
      );
      for (const { after, answer } of waiting.sort((one, other) => one.after - other.after)) {
        now = begun + after;
        answer();
        await turn();
      }
      await measuring;
      return asked;
    },
  };
}

test("as listed until they were measured; then the nearest first, and who does not answer last", async () => {
  const { nearest, measure } = stage();
  expect(nearest.order()).toEqual([HOME, LAHORE, KARACHI]);
  expect(await measure({ [HOME]: undefined, [LAHORE]: 80, [KARACHI]: 20 })).toEqual([HOME, LAHORE, KARACHI]);
  expect(nearest.order()).toEqual([KARACHI, LAHORE, HOME]);
});

test("they are measured again after ten minutes and not before, and one alone never", async () => {
  const { later, measure } = stage();
  await measure({ [HOME]: 50, [LAHORE]: 20, [KARACHI]: 80 });
  later(TEN_MINUTES - 100);
  expect(await measure({ [HOME]: 50, [LAHORE]: 20, [KARACHI]: 80 })).toEqual([]);
  later(100);
  expect(await measure({ [HOME]: 50, [LAHORE]: 20, [KARACHI]: 80 })).toHaveLength(3);
  const alone = new NearestFirst([HOME]);
  await alone.measure(
    () => Promise.reject(new Error("nobody is to ask")),
    () => 0,
  );
  expect(alone.order()).toEqual([HOME]);
});

test("two that are about as near do not take turns; one that is clearly nearer, and stays so, takes over", async () => {
  const { nearest, later, measure } = stage();
  const first: (string | undefined)[] = [];
  const again = async (home: number, lahore: number): Promise<void> => {
    later(TEN_MINUTES);
    await measure({ [HOME]: home, [LAHORE]: lahore, [KARACHI]: 900 });
    first.push(nearest.order()[0]);
  };
  await again(100, 120);
  for (const [home, lahore] of [
    [120, 100],
    [100, 120],
    // One bad moment of the preferred one, of several good ones.
    [200, 100],
    [100, 120],
  ] as const)
    await again(home, lahore);
  expect(new Set(first)).toEqual(new Set([HOME]));
  for (let times = 0; times < 4; times++) await again(450, 100);
  expect(first.at(-1)).toBe(LAHORE);
  // A few milliseconds are no reason, however many times nearer.
  const close = stage();
  await close.measure({ [HOME]: 4, [LAHORE]: 5, [KARACHI]: 6 });
  for (let times = 0; times < 9; times++) {
    close.later(TEN_MINUTES);
    await close.measure({ [HOME]: 4, [LAHORE]: 1, [KARACHI]: 6 });
  }
  expect(close.nearest.order()[0]).toBe(HOME);
});

test("who did not serve goes behind those that do until the next measurement, then has its place again", async () => {
  const { nearest, later, measure } = stage();
  const distances = { [HOME]: 50, [LAHORE]: 10, [KARACHI]: 90 };
  await measure(distances);
  nearest.served(HOME);
  expect(nearest.order()).toEqual([HOME, KARACHI, LAHORE]);
  nearest.served(KARACHI);
  expect(nearest.order()).toEqual([KARACHI, HOME, LAHORE]);
  later(TEN_MINUTES);
  await measure(distances);
  expect(nearest.order()).toEqual([LAHORE, HOME, KARACHI]);
});

test("what a mirror gives is looked at when it is measured: who would not be taken from is told, and tried last", async () => {
  const { nearest, measure, later } = stage();
  const faults = new Map<string, HifazatError>();
  const distances = { [HOME]: 50, [LAHORE]: 10, [KARACHI]: 20 };
  const codes = () => nearest.probes().map(({ fault }) => fault?.code);
  expect(codes()).toEqual([]);
  faults.set(LAHORE, new HifazatError("tuf_freeze", "old"));
  await measure(distances, faults);
  expect(codes()).toEqual([undefined, "tuf_freeze", undefined]);
  expect(nearest.order()).toEqual([KARACHI, HOME, LAHORE]);
  later(TEN_MINUTES);
  // Keys that are not known here yet say nothing against who uses them.
  faults.set(LAHORE, new HifazatError("tuf_signature", "new keys"));
  await measure({ ...distances, [KARACHI]: undefined }, faults);
  expect(codes()).toEqual([undefined, "tuf_signature", "registry_unreachable"]);
  expect(nearest.order()[0]).toBe(LAHORE);
});

test("when nobody served, none is worse than another", async () => {
  const { nearest, measure } = stage();
  await measure({ [HOME]: 50, [LAHORE]: 10, [KARACHI]: 90 });
  nearest.served(HOME);
  nearest.served(undefined);
  expect(nearest.order()).toEqual([LAHORE, HOME, KARACHI]);
});

test("a daemon takes from the nearest by default and from the first listed with prefer = listed", async () => {
  for (const [prefer, expected] of [
    ["nearest", "mirror"],
    ["listed", "registry"],
  ] as const) {
    const agent = await Harness.start(() => ({ prefer }));
    const mirror = await FixtureServer.start(agent.repository.files);
    agent.settings = { ...agent.settings, registries: [agent.server.url, mirror.url] };
    agent.repository.publish(domains("one.pk"));
    // The registry's pointer is not there while distances are measured: the same as very far.
    let times = 0;
    agent.server.answers.set(POINTER, (_, response) => {
      if (prefer === "nearest" && times++ === 0) response.writeHead(503).end();
      else response.end(agent.repository.file(POINTER));
    });
    const { rounds } = await play(agent, []);
    const from = rounds[0]?.result.kind === "report" ? rounds[0].result.report.registry : undefined;
    expect(from, prefer).toBe(expected === "mirror" ? mirror.url : agent.server.url);
    await mirror.close();
  }
});

test("a mirror that nothing is taken from and that is no good is told of, in the metrics and the status", async () => {
  const agent = await Harness.start(() => ({ prefer: "listed" }));
  agent.repository.publish(domains("one.pk"));
  await agent.sync();
  const mirror = await FixtureServer.start(new Map());
  onTestFinished(() => mirror.close());
  mirror.answers.set(POINTER, (_, response) => response.end("<html>Welcome to nginx!</html>"));
  agent.settings = { ...agent.settings, registries: [agent.server.url, mirror.url] };
  const { rounds, metrics } = await play(agent, []);
  expect(rounds[0]?.failures).toBe(0);
  expect(metrics).toContain(`hifazat_agent_registry_good{registry="${agent.server.url}"} 1`);
  expect(metrics).toContain(`hifazat_agent_registry_good{registry="${mirror.url}"} 0`);
  const { lastSync } = await statusOf(agent.settings);
  expect(lastSync?.mirrors).toEqual([
    { registry: agent.server.url },
    { registry: mirror.url, code: "tuf_malformed", message: expect.any(String) },
  ]);
});
