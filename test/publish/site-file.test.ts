import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DEFAULT_SITE_SETTINGS, type SiteSettings } from "../../src/core/site-settings.ts";
import { ownRoot, releaseLoader } from "../../src/lookup/loader.ts";
import { finishInterrupted } from "../../src/publish/finish.ts";
import { publish } from "../../src/publish/publish.ts";
import { readRepository } from "../../src/runtime/repository-files.ts";
import { approved } from "../fixtures/orders.ts";
import { newRegistry } from "./registry.ts";
import { repositoryOf } from "./tree.ts";

const settings = (review: number): SiteSettings => ({
  ...DEFAULT_SITE_SETTINGS,
  limits: { ...DEFAULT_SITE_SETTINGS.limits, review },
});

/** What a replica or the edge takes from the published files. */
function reader(root: string) {
  const read = readRepository(repositoryOf(root), { shared: false });
  return releaseLoader(read, ownRoot(read));
}

test("replicas learn what is configured, keep it over releases, and see a change without a new release", async () => {
  const { root, db, publishing } = await newRegistry();
  const load = reader(root);
  const seen = async () => {
    const release = await load();
    return [release?.manifest.release, release?.site?.settings.limits.review];
  };
  approved(db, ["one.example"], { number: "PTA/2026/1" });
  await publish(publishing);
  expect(await seen()).toEqual([1, undefined]);

  await finishInterrupted({ ...publishing, site: settings(60) });
  expect(await seen()).toEqual([1, 60]);
  approved(db, ["two.example"], { number: "PTA/2026/2" });
  // By a command that was told nothing of the configuration.
  await publish(publishing);
  expect(await seen()).toEqual([2, 60]);
  await finishInterrupted({ ...publishing, site: settings(90) });
  expect(await seen()).toEqual([2, 90]);
});

test("settings that are published already are not signed again", async () => {
  const { root, publishing } = await newRegistry();
  const timestamp = () => readFile(join(repositoryOf(root), "metadata", "timestamp.json"), "utf8");
  await finishInterrupted({ ...publishing, site: settings(60) });
  const before = await timestamp();
  await finishInterrupted({ ...publishing, site: settings(60) });
  expect(await timestamp()).toBe(before);
});
