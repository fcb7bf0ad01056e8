import { expect, test } from "vitest";
import { registryJobs } from "../../src/cli/registry-jobs.ts";
import { publish } from "../../src/publish/publish.ts";
import { createReleaseDesk } from "../../src/publish/release-desk.ts";
import { withdraw } from "../../src/review/withdraw.ts";
import { parseConfig } from "../../src/runtime/config.ts";
import { approved, NOW } from "../fixtures/orders.ts";
import { newRegistry } from "../publish/registry.ts";
import { enrolSubscriber, SEALED_TERMS } from "../publish/sealed-subscriber.ts";

/** A registry with one release, and what its server does every two seconds. */
async function serving(limits: string = "") {
  const { db, publishing } = await newRegistry();
  const first = approved(db, ["general-name.example"]);
  const config = parseConfig(limits, "hifazat.toml", "/");
  const desk = createReleaseDesk({ db, publishing, limits: config.batch });
  await desk.publishDue();
  const job = registryJobs(db, publishing, desk, config).find(({ name }) => name === "publish what is urgent");
  return { db, desk, first, urgent: async () => job?.run() };
}

test("a sealed emergency goes out at once to those who have a key, and builds nothing while nobody has", async () => {
  const { db, desk, urgent } = await serving();
  approved(db, ["sealed-name.example"], { ...SEALED_TERMS, number: "FIA/2026/1", urgency: "emergency" });
  const before = desk.attempt();
  expect(await urgent()).toBeUndefined();
  expect(desk.attempt()).toBe(before);
  await enrolSubscriber(db, "isp-one");
  expect(await urgent()).toBe("published release 2");
  expect(await urgent()).toBeUndefined();
});

test("an emergency and a removal go out at once while a batch waits, and a batch alone is not tried every two seconds", async () => {
  const { db, desk, first, urgent } = await serving("[batch]\nfloor = 2\nshare = 0\n");
  approved(db, ["batch-a.example", "batch-b.example", "batch-c.example"], { number: "COURT/7" });
  approved(db, ["urgent.example"], { number: "PTA/2026/911", urgency: "emergency" });
  expect(await urgent()).toBe("published release 2");
  withdraw(db, `o${first.id}`, { items: null, second: "C", reasons: "r", cleared: false }, "Officer A", NOW, 0);
  expect(await urgent()).toBe("published release 3");
  expect(desk.pending()).toMatchObject({ additions: 3, removals: 0, urgent: false, stops: true });

  // Emergencies above the limits wait themselves: said once, and tried again when something was decided.
  approved(db, ["e1.example", "e2.example", "e3.example"], { number: "PTA/2026/912", urgency: "emergency" });
  expect(await urgent()).toMatch(/^batch_stop: .*add up to 6/);
  expect(await urgent()).toBeUndefined();
  const attempt = desk.attempt();
  expect(await urgent()).toBeUndefined();
  expect(desk.attempt()).toBe(attempt);
  approved(db, ["later.example"], { number: "PTA/2026/913", urgency: "emergency" });
  expect(await urgent()).toBe("published release 4");
});

test("a sealed emergency goes out to the first who has a key, also when the general list's emergencies are stopped", async () => {
  const { db, urgent } = await serving("[batch]\nfloor = 2\nshare = 0\n");
  approved(db, ["sealed-name.example"], { ...SEALED_TERMS, number: "FIA/2026/1", urgency: "emergency" });
  approved(db, ["e1.example", "e2.example", "e3.example"], { number: "PTA/2026/912", urgency: "emergency" });
  expect(await urgent()).toMatch(/^batch_stop/);
  await urgent();
  await enrolSubscriber(db, "isp-one");
  expect(await urgent()).toBe("published release 2");
});

test("a mass removal is said once to wait, an emergency and another removal go out at once meanwhile", async () => {
  const { db, desk, first, urgent } = await serving("[batch]\nfloor = 2\nshare = 0\n");
  const mass = approved(db, ["mass-a.example", "mass-b.example", "mass-c.example"], { number: "COURT/7" });
  await desk.releaseBatch(desk.pending().watermark, "Senior S", "a court's list");
  const off = ({ id }: { id: number }) =>
    withdraw(db, `o${id}`, { items: null, second: "C", reasons: "r", cleared: false }, "Officer A", NOW, 0);
  off(mass);
  expect(await urgent()).toMatch(/^batch_stop: .*remove up to 3/);
  const attempt = desk.attempt();
  expect(await urgent()).toBeUndefined();
  expect(desk.attempt()).toBe(attempt);
  approved(db, ["urgent.example"], { number: "PTA/2026/911", urgency: "emergency" });
  expect(await urgent()).toBe("published release 3");
  off(first);
  expect(await urgent()).toBe("published release 4");
  expect(desk.pending()).toMatchObject({ removals: 3, urgent: false, over: ["removed"] });
});

test("what has nothing to publish is not prepared again until something is decided, or another publisher has died", async () => {
  const { db, publishing } = await newRegistry();
  let prepared = 0;
  const counted = {
    ...publishing,
    prepare: (...args: Parameters<typeof publishing.prepare>) => {
      prepared += 1;
      return publishing.prepare(...args);
    },
  };
  const { batch: limits } = parseConfig("", "hifazat.toml", "/");
  const desk = createReleaseDesk({ db, publishing: counted, limits });
  const due = async () => {
    const before = prepared;
    const { kind } = await desk.publishDue();
    return [kind, prepared - before];
  };
  approved(db, ["general-name.example"]);
  expect(await due()).toEqual(["published", 1]);
  expect(await due()).toEqual(["unchanged", 1]);
  expect(await due()).toEqual(["unchanged", 0]);
  expect(desk.attempt()).toMatchObject({ outcome: "unchanged", release: 1 });
  approved(db, ["later.example"], { number: "PTA/2026/2" });
  expect(await due()).toEqual(["published", 1]);
  await due();

  // Another process dies when it has taken a number, and publishes nothing by it.
  const onStep = (step: string): void => {
    if (step === "committed") throw new Error(step);
  };
  await expect(publish({ ...publishing, onStep }, { force: true })).rejects.toThrow("committed");
  expect(publishing.ledger.head()).toMatchObject({ number: 3, state: "committed" });
  expect(await due()).toEqual(["unchanged", 1]);
  expect(publishing.ledger.head()).toMatchObject({ number: 3, state: "published" });

  await enrolSubscriber(db, "isp-one");
  expect(await due()).toEqual(["published", 1]);
});
