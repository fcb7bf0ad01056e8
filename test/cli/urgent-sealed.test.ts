import { expect, test } from "vitest";
import { registryJobs } from "../../src/cli/registry-jobs.ts";
import { createReleaseDesk } from "../../src/publish/release-desk.ts";
import { parseConfig } from "../../src/runtime/config.ts";
import { approved } from "../fixtures/orders.ts";
import { newRegistry } from "../publish/registry.ts";
import { enrolSubscriber, SEALED_TERMS } from "../publish/sealed-subscriber.ts";

test("a sealed emergency goes out at once to those who have a key, and builds nothing while nobody has", async () => {
  const { db, publishing } = await newRegistry();
  approved(db, ["general-name.example"]);
  const config = parseConfig("", "hifazat.toml", "/");
  const desk = createReleaseDesk({ db, publishing, limits: config.batch });
  await desk.publishDue();
  const urgent = registryJobs(db, publishing, desk, config).find(({ name }) => name === "publish what is urgent");
  approved(db, ["sealed-name.example"], { ...SEALED_TERMS, number: "FIA/2026/1", urgency: "emergency" });
  const before = desk.attempt();
  expect(await urgent?.run()).toBeUndefined();
  expect(desk.attempt()).toBe(before);
  await enrolSubscriber(db, "isp-one");
  expect(await urgent?.run()).toBe("published release 2");
  expect(await urgent?.run()).toBeUndefined();
});
