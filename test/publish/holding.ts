import { expect } from "vitest";
import type { OrderRecord } from "../../src/core/order/order.ts";
import { decideReleasePolicy } from "../../src/publish/decide-policy.ts";
import { type PublishOptions, publish } from "../../src/publish/publish.ts";
import { withdraw } from "../../src/review/withdraw.ts";
import { urgentSince } from "../../src/storage/published-entries.ts";
import { approved, NOW } from "../fixtures/orders.ts";
import { newRegistry, type Registry } from "./registry.ts";
import { downloadFrom, filesBelow, repositoryOf, unpacked } from "./tree.ts";

/** Two names may come or go at once. */
export const LIMITS = { share: 0, floor: 2 };
export const EMERGENCY = { number: "PTA/2026/911", urgency: "emergency" } as const;
export const SEALED = { list: "sealed", category: "child-abuse" } as const;

export const out = ({ publishing }: Registry, options: PublishOptions = {}) =>
  publish(publishing, { limits: LIMITS, ...options });
export const letOut = (registry: Registry, upto?: number) =>
  out(registry, { releasedBy: "Senior S", ...(upto !== undefined && { upto }) });
export const stopped = (registry: Registry, options: PublishOptions = {}) =>
  expect(out(registry, options)).rejects.toMatchObject({ code: "batch_stop" });
/** The publisher dies before anything of the release is there. */
export const dying = (registry: Registry): Registry => ({
  ...registry,
  publishing: { ...registry.publishing, onStep: () => expect.fail("the process dies here") },
});
export const newest = ({ publishing }: Registry): number => publishing.ledger.watermark();
export const head = ({ publishing }: Registry): number => publishing.ledger.head()?.watermark ?? 0;
export const urgent = (registry: Registry): boolean => urgentSince(registry.db, "general", head(registry));
export const listed = async ({ root }: Registry) => ((await downloadFrom(root))?.list ?? "").match(/^[^\t]+/gm) ?? [];
export const takeOff = (
  { db }: Pick<Registry, "db">,
  order: OrderRecord,
  items: readonly number[] | null = null,
  cleared = false,
) => withdraw(db, `o${order.id}`, { items, second: "C", reasons: "r", cleared }, "Officer A", NOW, 100);

const TOGETHER = { second: "Senior C", reasons: "r" };
export async function rollBack(registry: Registry, to: number) {
  const { watermark } = decideReleasePolicy(registry.db, { kind: "roll_back", to, ...TOGETHER }, "Officer A", NOW);
  return out(registry, { releasedBy: "Officer A", upto: watermark, rollback: true });
}
export const decideEnd = ({ db }: Registry) =>
  decideReleasePolicy(db, { kind: "end_rollback", ...TOGETHER }, "Officer A", NOW);
export const endRollback = (registry: Registry) =>
  out(registry, { releasedBy: "Officer A", upto: decideEnd(registry).watermark, rollback: true });

/** Everything public, as text, compressed files unpacked. */
export function publicText({ root }: Registry): string {
  const texts = [...filesBelow(repositoryOf(root))].map(([path, bytes]) =>
    Buffer.from(unpacked(path, bytes)).toString("latin1"),
  );
  return texts.join("\n");
}

export const example = (name: string): string => `${name}.example`;

/** Release 1 holds `right.example`; three names above the limits were decided after it. */
export async function withBatch() {
  const registry = await newRegistry();
  const right = approved(registry.db, ["right.example"]);
  await out(registry);
  const batch = approved(registry.db, ["batch-a.example", "batch-b.example", "batch-c.example"], { number: "COURT/7" });
  return { registry, right, batch };
}

/** One more than may go at once. */
export const MASS = ["mass-a", "mass-b", "mass-c"].map(example);
export const DAY = 86_400;

/** Release 1 holds an order of `MASS`, and two orders of one name. */
export async function withList(change: Parameters<typeof approved>[2] = {}) {
  const registry = await newRegistry();
  const mass = approved(registry.db, MASS, { number: "COURT/7", ...change });
  const one = approved(registry.db, ["one.example"], { number: "PTA/2026/1" });
  const two = approved(registry.db, ["two.example"], { number: "PTA/2026/2" });
  await letOut(registry);
  return { registry, mass, one, two };
}

/**
 * What the newest release names after two attempts: once where what is too much was held back from the first and let out
 * with the second, once where it went out with the first.
 */
export async function heldBackAndNot(decided: () => Promise<Registry>) {
  const at = new Date(Date.now() + 60_000);
  const files = async (first: PublishOptions, second: PublishOptions) => {
    const registry = await decided();
    const atOnce = { ...registry, publishing: { ...registry.publishing, now: () => at } };
    await out(atOnce, first);
    await out(atOnce, second);
    const { release, entries, identity, index, filter } = (await downloadFrom(registry.root))?.manifest ?? {};
    return { release, entries, identity, index, filter };
  };
  return {
    held: await files({}, { releasedBy: "Senior S" }),
    not: await files({ releasedBy: "Senior S" }, { force: true }),
  };
}
