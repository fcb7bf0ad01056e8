import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { openDownloader } from "../../src/agent/registry/download.ts";
import { openReplica } from "../../src/cli/open-replica.ts";
import { mirrorRound } from "../../src/serve/mirror-round.ts";
import { rebuildIndex } from "../../src/serve/rebuild-index.ts";
import type { RunningServer } from "../../src/serve/server-options.ts";
import { startServer } from "../../src/server.ts";
import { openArtefacts } from "../../src/storage/artefacts.ts";
import { FixtureServer } from "../agent/fixture-server.ts";
import { until } from "../fixtures/programs.ts";
import { type Files, newKeys, releaseFiles, rootOf, signed, writeFiles } from "../fixtures/repository.ts";
import { filesBelow } from "../publish/tree.ts";

const keys = newKeys();
const root = signed(rootOf(keys), keys.root, keys.root2);
const release = (number: number, names: string[], signing = keys): Files =>
  releaseFiles({ release: number, entries: names.map((value) => ({ value, scope: "domain" })), keys: signing });

const undo: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "hifazat-replica-"));
  undo.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}
async function origin(): Promise<{ server: RunningServer; publish: (files: Files) => void }> {
  const data = folder();
  const publish = (files: Files): void => writeFiles(join(data, "public", "tuf"), files);
  publish(release(1, ["one.example"]));
  const logger = pino({ level: "silent" });
  const server = await startServer({ data, host: "127.0.0.1", port: 0, logger, followEveryMs: 20 });
  return { server, publish };
}

/** A replica as `serve --role lookup` puts it together. */
async function replica(data: string, ...registries: string[]) {
  const file = join(folder(), "root.json");
  writeFileSync(file, root);
  const logger = pino({ level: "silent" });
  const opened = openReplica(data, file, registries, logger);
  await opened.first;
  const server = await startServer({ ...opened, data, host: "127.0.0.1", port: 0, logger, followEveryMs: 20 });
  const close = async (): Promise<void> => {
    await server.close();
    await opened.stop();
  };
  const get = async (path: string) => (await fetch(server.url + path)).json() as Promise<Record<string, unknown>>;
  return { url: server.url, close, get };
}

test("a replica answers what its registry published, hears of the next release at once, and is a full mirror", async () => {
  const { server, publish } = await origin();
  undo.push(server.close);
  const data = folder();
  const own = await replica(data, server.url);
  undo.push(own.close);
  expect(await own.get("/v1/lookup?url=one.example")).toMatchObject({ blocked: true, release: 1 });
  publish(release(2, ["two.example"]));
  expect(await own.get("/v1/release?after=1&wait=55")).toMatchObject({ release: 2 });
  await until("lookups by it", async () => (await own.get("/v1/lookup?url=one.example")).release === 2);
  expect(await own.get("/v1/lookup?url=one.example")).toMatchObject({ blocked: false });
  const second = folder();
  const behind = await replica(second, own.url);
  undo.push(behind.close);
  expect(await behind.get("/v1/release")).toMatchObject({ release: 2 });
});

test("with everything it follows away a replica goes on, also after a restart, and says how old its release is", async () => {
  const { server } = await origin();
  const data = folder();
  await (await replica(data, server.url)).close();
  await server.close();
  const again = await replica(data, server.url);
  undo.push(again.close);
  expect(await again.get("/v1/lookup?url=one.example")).toMatchObject({ blocked: true, release: 1 });
  const freshness = (await fetch(`${again.url}/v1/release`)).headers.get("release-freshness");
  // Never confirmed since the start: as old as the clock can tell.
  expect(Number(/checked=(\d+)/.exec(freshness ?? "")?.[1])).toBeGreaterThan(1_000_000_000);
  expect(await (await fetch(`${again.url}/metrics`)).text()).toMatch(/^hifazat_release_age_seconds \d+$/m);
});

test("a replica tells of a mirror that is no good before it needs it", async () => {
  const { server } = await origin();
  undo.push(server.close);
  const mirror = await FixtureServer.start(
    new Map([["/tuf/metadata/timestamp.json", Buffer.from("<html>502</html>")]]),
  );
  undo.push(() => mirror.close());
  const data = folder();
  await (await replica(data, server.url)).close();
  const own = await replica(data, server.url, mirror.url);
  undo.push(own.close);
  const metrics = await (await fetch(`${own.url}/metrics`)).text();
  expect(metrics).toContain(`hifazat_source_good{source="${server.url}"} 1`);
  expect(metrics).toContain(`hifazat_source_good{source="${mirror.url}"} 0`);
});

test("what a mirror makes of a release is refused by its own code, and the tree stays as it was", async () => {
  const data = folder();
  const store = openArtefacts(join(data, "tuf"), join(data, "partial"));
  const mirroring = {
    store,
    repository: join(data, "tuf"),
    rebuild: rebuildIndex,
    work: join(data, "work"),
    root,
    now: () => new Date(),
  };
  const mirror = await FixtureServer.start(new Map());
  undo.push(() => mirror.close());
  const downloader = openDownloader({ userAgent: "test" });
  undo.push(downloader.close);
  const serve = (files: Record<string, Uint8Array>): void => {
    mirror.files = new Map(Object.entries(files).map(([path, bytes]) => [`/tuf/${path}`, Buffer.from(bytes)]));
  };
  const round = () => mirrorRound(mirror.url, downloader.download, mirroring);
  const first = release(1, ["one.example"]);
  const second = release(2, ["two.example"]);
  serve(second);
  expect(await round()).toMatchObject({ release: 2 });
  const kept = filesBelow(join(data, "tuf"));
  expect([...kept.keys()].sort()).toEqual(Object.keys(second).sort());

  const third = release(3, ["three.example"]);
  const index = Object.keys(third).find((path) => path.endsWith(".index.bin")) ?? "";
  const page = new TextEncoder().encode("<html>502 Bad Gateway</html>");
  const pointer = "metadata/timestamp.json";
  const spoilt = {
    tuf_rollback: first,
    tuf_malformed: { ...second, [pointer]: page },
    tuf_target_mismatch: {
      ...third,
      [index]: Uint8Array.from(third[index] ?? [], (byte, at) => byte ^ Number(at === 90)),
    },
    tuf_signature: release(3, ["three.example"], { ...newKeys(), root: keys.root, root2: keys.root2 }),
    registry_unreachable: Object.fromEntries(Object.entries(third).filter(([path]) => path !== index)),
  };
  for (const [code, files] of Object.entries(spoilt)) {
    serve(files);
    await expect(round(), code).rejects.toMatchObject({ code });
    expect(filesBelow(join(data, "tuf")).get(pointer), code).toEqual(kept.get(pointer));
  }
  serve(third);
  expect(await round()).toMatchObject({ release: 3 });
});
