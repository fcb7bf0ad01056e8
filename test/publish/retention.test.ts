import { join } from "node:path";
import { expect, test } from "vitest";
import { rootKeyFiles } from "../../src/publish/data-folder.ts";
import { rotate } from "../../src/publish/keys/rotate.ts";
import { publish } from "../../src/publish/publish.ts";
import { removeOutdated } from "../../src/publish/retention.ts";
import { approved } from "../fixtures/orders.ts";
import { newRegistry, type Registry } from "./registry.ts";
import { downloadFrom, filesBelow, repositoryOf } from "./tree.ts";

const DAY_MS = 86_400_000;

/** A registry with releases 1 to `count`, published `hours` apart, the last one now. */
async function withReleases(count: number, hours: number): Promise<Registry> {
  const registry = await newRegistry();
  const last = Date.now();
  for (let number = 1; number <= count; number++) {
    approved(registry.db, [`name-${number}.example`], { number: `PTA/2026/${number}` });
    const now = new Date(last - (count - number) * hours * 3_600_000);
    await publish({ ...registry.publishing, now: () => now });
  }
  return registry;
}

const names = (root: string): string[] => [...filesBelow(repositoryOf(root)).keys()];

/** The releases whose list can still be had. */
function releasesLeft(root: string): number[] {
  const manifests = [...filesBelow(repositoryOf(root))].filter(([path]) => path.endsWith(".manifest.json"));
  return manifests.map(([, bytes]) => JSON.parse(new TextDecoder().decode(bytes)).release).sort((a, b) => a - b);
}

test("releases_beyond_the_limit_and_older_than_a_day_go", async () => {
  const { root } = await withReleases(12, 36);
  expect(releasesLeft(root)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
  expect((await downloadFrom(root))?.manifest.release).toBe(12);
});

test("releases_that_were_current_within_a_day_stay_however_many", async () => {
  const { root } = await withReleases(12, 1);
  expect(releasesLeft(root)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});

test("release_replaced_within_the_day_stays_however_old_it_is", async () => {
  const { root, publishing } = await withReleases(3, 48);
  const limits = { releases: 1, age: DAY_MS };
  // Release 2 was replaced by 3 just now: a client with yesterday's timestamp may still be fetching it.
  await removeOutdated(publishing.store, "general", new Date(), limits);
  expect(releasesLeft(root)).toEqual([2, 3]);
  await removeOutdated(publishing.store, "general", new Date(Date.now() + 2 * DAY_MS), limits);
  expect(releasesLeft(root)).toEqual([3]);
});

test("what_the_timestamp_leads_to_is_never_removed", async () => {
  const { root, publishing } = await withReleases(4, 48);
  await removeOutdated(publishing.store, "general", new Date(Date.now() + 20 * 3_600_000), { releases: 0, age: 0 });
  const download = await downloadFrom(root);
  expect(download?.manifest.release).toBe(4);
  const count = 1 + (download?.files.size ?? 0) + 3;
  expect(names(root).length).toBe(count);
});

test("roots_are_never_removed", async () => {
  const { root, publishing } = await withReleases(2, 48);
  const { folder, store } = publishing;
  const rootKeys = rootKeyFiles(folder, 1).slice(0, 2);
  for (let time = 0; time < 3; time++) await rotate({ folder, store, rootKeys, now: new Date() }, []);
  await removeOutdated(store, "general", new Date(Date.now() + 400 * DAY_MS), { releases: 0, age: 0 });
  const roots = names(root).filter((name) => name.endsWith(".root.json"));
  expect(roots.sort()).toEqual([1, 2, 3, 4].map((version) => join("metadata", `${version}.root.json`)));
});

test("file_that_two_releases_share_stays_while_one_of_them_does", async () => {
  const { root, db, publishing } = await newRegistry();
  approved(db, ["a.example"]);
  await publish(publishing);
  // A forced release has the same list, so the same snapshot file.
  await publish(publishing, { force: true });
  await removeOutdated(publishing.store, "general", new Date(Date.now() + 20 * 3_600_000), { releases: 1, age: 0 });
  expect((await downloadFrom(root))?.manifest).toMatchObject({ release: 2, entries: 1 });
  expect(releasesLeft(root)).toEqual([2]);
});

test("metadata_whose_files_are_gone_does_not_stop_retention", async () => {
  const { root, publishing } = await withReleases(3, 48);
  const manifests = (await publishing.store.names("targets/general")).filter((name) => name.endsWith("manifest.json"));
  const current = (await downloadFrom(root))?.files.get("general/manifest.json") ?? new Uint8Array();
  for (const name of manifests) {
    const bytes = await publishing.store.get(`targets/general/${name}`);
    if (Buffer.compare(bytes ?? new Uint8Array(), current) !== 0)
      await publishing.store.remove([`targets/general/${name}`]);
  }
  await removeOutdated(publishing.store, "general", new Date());
  expect((await downloadFrom(root))?.manifest.release).toBe(3);
});
