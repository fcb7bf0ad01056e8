import type { ServerResponse } from "node:http";
import { expect, onTestFinished, test, vi } from "vitest";
import type { ErrorCode } from "../../src/core/errors.ts";
import { manifestName, snapshotName } from "../../src/protocol/artefact-names.ts";
import { domains, newSigner } from "./fixture-repository.ts";
import { FixtureServer } from "./fixture-server.ts";
import { Harness } from "./harness.ts";

type Attack = { readonly name: string; readonly code: ErrorCode; readonly forge: (agent: Harness) => void };

const TIMESTAMP = "/tuf/metadata/timestamp.json";
const DAY_MS = 86_400_000;
const HTML = "<!doctype html><title>502 Bad Gateway</title>";

/** A registry that goes on with a release as it should, so that only the forgery is wrong. */
const publish = ({ repository }: Harness): void => void repository.publish(domains("bet.pk", "poker.example"));
const answer = (agent: Harness, path: string, reply: (response: ServerResponse) => void): void =>
  void agent.server.answers.set(path, (_, response) => reply(response));
const replace = ({ repository }: Harness, path: string, body: Buffer | string): void =>
  void repository.files.set(path, Buffer.from(body));
const metadata = (role: "snapshot" | "targets", { repository }: Harness): string =>
  `/tuf/metadata/${repository.versions[role]}.${role}.json`;

const ATTACKS: readonly Attack[] = [
  {
    name: "an older timestamp than was seen",
    code: "tuf_rollback",
    forge(agent) {
      agent.repository.versions.timestamp = 0;
      agent.repository.writeTimestamp();
    },
  },
  {
    name: "a newer timestamp that names an older snapshot",
    code: "tuf_rollback",
    forge: ({ repository }) => repository.writeTimestamp([repository.online.timestamp], 1),
  },
  {
    name: "a newer snapshot that names older targets",
    code: "tuf_rollback",
    forge({ repository }) {
      repository.writeSnapshot([repository.online.snapshot], 1);
      repository.writeTimestamp();
    },
  },
  {
    name: "an older release in metadata that is all newer",
    code: "tuf_rollback",
    forge: ({ repository }) => void repository.publish(domains("bet.pk"), {}, 1),
  },
  {
    name: "a root that skips a version",
    code: "tuf_rollback",
    forge({ repository }) {
      repository.writeRoot(undefined, 3);
      repository.files.set("/tuf/metadata/2.root.json", repository.file("/tuf/metadata/3.root.json"));
    },
  },
  {
    name: "a timestamp that expired, new to us",
    code: "tuf_freeze",
    forge(agent) {
      agent.repository.expires.timestamp = -DAY_MS;
      publish(agent);
    },
  },
  {
    name: "a snapshot that expired",
    code: "tuf_freeze",
    forge(agent) {
      agent.repository.expires.snapshot = -DAY_MS;
      publish(agent);
    },
  },
  {
    name: "targets that expired",
    code: "tuf_freeze",
    forge(agent) {
      agent.repository.expires.targets = -DAY_MS;
      publish(agent);
    },
  },
  {
    name: "a root that expired",
    code: "tuf_freeze",
    forge({ repository }) {
      repository.expires.root = -DAY_MS;
      repository.writeRoot();
    },
  },
  {
    name: "another version's snapshot under the present one's name",
    code: "tuf_mix_and_match",
    forge(agent) {
      publish(agent);
      replace(agent, metadata("snapshot", agent), agent.repository.file("/tuf/metadata/1.snapshot.json"));
    },
  },
  {
    name: "another version's targets under the present one's name, longer than the signed length",
    code: "tuf_mix_and_match",
    forge(agent) {
      publish(agent);
      const older = agent.repository.file("/tuf/metadata/1.targets.json");
      replace(
        agent,
        metadata("targets", agent),
        Buffer.concat([older.subarray(0, -1), Buffer.alloc(4_000, " "), Buffer.from("}")]),
      );
    },
  },
  {
    name: "a manifest that names a file otherwise than the signed targets",
    code: "tuf_mix_and_match",
    forge({ repository }) {
      const manifest = (
        said: Parameters<NonNullable<Parameters<typeof repository.publish>[1]>["manifest"] & object>[0],
      ) => ({
        ...said,
        snapshot: { ...said.snapshot, sha256: "0".repeat(64) },
        deltas: [],
      });
      repository.publish(domains("bet.pk"), { manifest });
    },
  },
  {
    name: "a timestamp signed by a key nobody trusts",
    code: "tuf_signature",
    forge: ({ repository }) => repository.writeTimestamp([newSigner()]),
  },
  {
    name: "a snapshot signed by the timestamp's key",
    code: "tuf_signature",
    forge({ repository }) {
      repository.writeSnapshot([repository.online.timestamp]);
      repository.writeTimestamp();
    },
  },
  {
    name: "targets signed by a key nobody trusts",
    code: "tuf_signature",
    forge({ repository }) {
      repository.writeTargets([newSigner()]);
      repository.writeSnapshot();
      repository.writeTimestamp();
    },
  },
  {
    name: "a new root with one root signature",
    code: "tuf_threshold",
    forge: ({ repository }) => repository.writeRoot(repository.rootSigners.slice(0, 1)),
  },
  {
    name: "a timestamp that never ends",
    code: "tuf_endless_data",
    forge: (agent) =>
      answer(agent, TIMESTAMP, (response) => {
        response.writeHead(200);
        const timer = setInterval(() => response.write(" ".repeat(4_096)), 1);
        response.on("close", () => clearInterval(timer));
      }),
  },
  {
    name: "a timestamp that announces a gigabyte",
    code: "tuf_endless_data",
    forge: (agent) =>
      answer(agent, TIMESTAMP, (response) => response.writeHead(200, { "content-length": 1e9 }).write("{")),
  },
  {
    name: "a list longer than signed",
    code: "tuf_endless_data",
    forge(agent) {
      agent.repository.publish(domains("bet.pk"), { withoutDeltas: true });
      const path = agent.repository.pathOf(snapshotName("general"));
      replace(agent, path, Buffer.concat([agent.repository.file(path), Buffer.from("more")]));
    },
  },
  {
    name: "a timestamp whose connection breaks",
    code: "tuf_truncated",
    forge: (agent) =>
      answer(agent, TIMESTAMP, (response) => {
        response.writeHead(200, { "content-length": 1_000 }).write('{"signed":');
        setTimeout(() => response.destroy(), 20);
      }),
  },
  {
    name: "a timestamp cut off without saying so",
    code: "tuf_truncated",
    forge: (agent) =>
      answer(agent, TIMESTAMP, (response) => response.writeHead(200).end('{"signed":{"_type":"timesta')),
  },
  {
    name: "a snapshot cut off",
    code: "tuf_truncated",
    forge(agent) {
      publish(agent);
      const path = metadata("snapshot", agent);
      replace(agent, path, agent.repository.file(path).subarray(0, 200));
    },
  },
  {
    name: "a list cut off",
    code: "tuf_truncated",
    forge(agent) {
      agent.repository.publish(domains("bet.pk"), { withoutDeltas: true });
      const path = agent.repository.pathOf(snapshotName("general"));
      replace(agent, path, agent.repository.file(path).subarray(0, -3));
    },
  },
  {
    name: "a page in place of the timestamp",
    code: "tuf_malformed",
    forge: (agent) => replace(agent, TIMESTAMP, HTML),
  },
  {
    name: "a page in place of the snapshot",
    code: "tuf_malformed",
    forge(agent) {
      publish(agent);
      replace(agent, metadata("snapshot", agent), HTML);
    },
  },
  {
    name: "a page in place of the next root",
    code: "tuf_malformed",
    forge: (agent) => replace(agent, "/tuf/metadata/2.root.json", HTML),
  },
  {
    name: "JSON that is no metadata",
    code: "tuf_malformed",
    forge: (agent) => replace(agent, TIMESTAMP, '{"signed":{"_type":"timestamp"},"signatures":[]}'),
  },
  {
    name: "a list of the signed length with other bytes",
    code: "tuf_target_mismatch",
    forge(agent) {
      agent.repository.publish(domains("bet.pk"), { withoutDeltas: true });
      const path = agent.repository.pathOf(snapshotName("general"));
      replace(agent, path, Buffer.alloc(agent.repository.file(path).length, "x"));
    },
  },
  {
    name: "a signed manifest that is none",
    code: "manifest_malformed",
    forge: ({ repository }) =>
      void repository.publish(domains("bet.pk"), { manifest: (said) => ({ ...said, release: said.release + 0.5 }) }),
  },
  {
    name: "signed files that lead to another list than the signed identity",
    code: "identity_mismatch",
    forge: ({ repository }) =>
      void repository.publish(domains("bet.pk"), {
        delta: Buffer.from("+evil.example\tdomain\tdecency\n"),
        snapshot: Buffer.from("evl.pk\tdomain\tdecency\n"),
      }),
  },
  {
    name: "a release that changed under its number",
    code: "identity_mismatch",
    forge: ({ repository }) => void repository.publish(domains("other.example"), {}, 2),
  },
  {
    name: "a list that unpacks to more than signed",
    code: "list_malformed",
    forge: ({ repository }) =>
      void repository.publish(domains("bet.pk"), { withoutDeltas: true, snapshot: Buffer.alloc(1_000_000, "a") }),
  },
  {
    name: "a list with fewer entries than its manifest says",
    code: "list_malformed",
    forge: ({ repository }) =>
      void repository.publish(domains("bet.pk"), {
        manifest: (said) => ({ ...said, entries: 2, categories: { decency: 2 } }),
      }),
  },
  {
    name: "a registry that redirects to another host",
    code: "registry_unreachable",
    forge: (agent) =>
      answer(agent, TIMESTAMP, (response) => response.writeHead(302, { location: "http://127.0.0.2:9/x" }).end()),
  },
  {
    name: "a registry that redirects in circles",
    code: "registry_unreachable",
    forge: (agent) => answer(agent, TIMESTAMP, (response) => response.writeHead(302, { location: TIMESTAMP }).end()),
  },
  {
    name: "a registry that fails",
    code: "registry_unreachable",
    forge: (agent) => answer(agent, TIMESTAMP, (response) => response.writeHead(503).end()),
  },
  {
    name: "a registry that says nothing",
    code: "registry_unreachable",
    forge(agent) {
      agent.patienceMs = 300;
      answer(agent, TIMESTAMP, () => {});
    },
  },
  {
    name: "a registry that falls silent",
    code: "registry_unreachable",
    forge(agent) {
      agent.patienceMs = 300;
      answer(agent, TIMESTAMP, (response) => response.writeHead(200).write("{"));
    },
  },
  {
    name: "a mirror whose list is missing",
    code: "registry_unreachable",
    forge({ repository }) {
      repository.publish(domains("bet.pk"), { withoutDeltas: true });
      repository.files.delete(repository.pathOf(snapshotName("general")));
    },
  },
];

test.each(ATTACKS)("$name: $code, and the last good list stays", async ({ code, forge }) => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  agent.repository.publish(domains("bet.pk", "casino.example"));
  expect((await agent.sync()).faults).toEqual([]);
  const before = { text: agent.read("plain"), release: agent.release() };

  forge(agent);
  const report = await agent.sync();
  expect(report.faults.map((fault) => fault.code)).toEqual([code]);
  expect({ text: agent.read("plain"), release: agent.release() }).toEqual(before);
  expect(agent.leftovers()).toEqual([]);
});

test("every code of TUF has an attack above", () => {
  const met = new Set(ATTACKS.map(({ code }) => code));
  const codes: readonly ErrorCode[] = [
    "tuf_rollback",
    "tuf_freeze",
    "tuf_mix_and_match",
    "tuf_signature",
    "tuf_threshold",
    "tuf_endless_data",
    "tuf_truncated",
    "tuf_malformed",
    "tuf_target_mismatch",
    "registry_unreachable",
  ];
  expect(codes.filter((code) => !met.has(code))).toEqual([]);
});

test("a registry frozen at what we have is refused once its timestamp has expired", async () => {
  const agent = await Harness.start();
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  agent.repository.publish(domains("bet.pk"));
  expect((await agent.sync()).faults).toEqual([]);
  vi.setSystemTime(Date.now() + agent.repository.expires.timestamp - 1_000);
  expect(await agent.refusal()).toBeUndefined();
  vi.setSystemTime(Date.now() + 2_000);
  expect(await agent.refusal()).toBe("tuf_freeze");
  expect(agent.names()).toEqual(["bet.pk"]);
});

test("a clock that is a day wrong is told apart from a frozen registry", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  agent.repository.expires.timestamp = -1_000;
  agent.repository.writeTimestamp();
  const bytes = agent.repository.file(TIMESTAMP);
  const yesterday = new Date(Date.now() - DAY_MS).toUTCString();
  answer(agent, TIMESTAMP, (response) => response.writeHead(200, { date: yesterday }).end(bytes));
  const [fault] = (await agent.sync()).faults;
  expect(fault?.code).toBe("tuf_freeze");
  expect(fault?.message).toMatch(/Check the clock: this machine says .*, the registry /);
});

test("a redirect to another host is not followed, a live one with the same files neither", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  const other = await FixtureServer.start(agent.repository.files);
  onTestFinished(() => other.close());
  answer(agent, TIMESTAMP, (response) => response.writeHead(302, { location: `${other.url}${TIMESTAMP}` }).end());
  expect(await agent.refusal()).toBe("registry_unreachable");
  expect(other.requests).toEqual([]);
  answer(agent, TIMESTAMP, (response) => response.writeHead(302, { location: "/moved.json" }).end());
  agent.repository.files.set("/moved.json", agent.repository.file(TIMESTAMP));
  expect(await agent.refusal()).toBeUndefined();
});

test("after an attack ends, the next sync goes on", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  await agent.sync();
  agent.repository.writeTimestamp([newSigner()]);
  expect(await agent.refusal()).toBe("tuf_signature");
  publish(agent);
  expect(await agent.refusal()).toBeUndefined();
  expect(agent.names()).toEqual(["poker.example", "bet.pk"]);
});

test("a newer timestamp once seen protects although its round was refused", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  await agent.sync();
  const older = agent.repository.file(TIMESTAMP);
  publish(agent);
  agent.repository.files.delete(agent.repository.pathOf(manifestName("general")));
  expect(await agent.refusal()).toBe("registry_unreachable");
  replace(agent, TIMESTAMP, older);
  expect(await agent.refusal()).toBe("tuf_rollback");
});

test("new root keys are followed, and the old ones no longer trusted", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  await agent.sync();
  const stolen = agent.repository.online.timestamp;
  agent.repository.online.timestamp = newSigner();
  agent.repository.writeRoot();
  publish(agent);
  expect(await agent.refusal()).toBeUndefined();
  agent.repository.writeTimestamp([stolen]);
  expect(await agent.refusal()).toBe("tuf_signature");
});
