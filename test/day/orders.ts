import { syntheticNames } from "../../scripts/synthetic-names.ts";
import type { Officer } from "./officer.ts";

/** An order as the scenario means it to end. */
export type Meant = {
  readonly id: string;
  /** Of the sealed list no release marks its orders: there `approved` is the end. */
  readonly state: "draft" | "rejected" | "approved" | "in_force" | "withdrawn" | "expired";
  readonly list: "general" | "sealed";
  /** What stands on the list in the end. */
  readonly listed: readonly string[];
  /** What must not stand there. */
  readonly gone: readonly string[];
};

const ITEMS = 12;
const HELD = "bloomberg.com";
export const namesOf = (order: number): string[] => [...syntheticNames(ITEMS, order * 1_000)];

/** What becomes of the ordinary orders, one after the other. */
const FATES = ["plain", "held", "url", "rejected", "edited", "draft"] as const;
export type Fate = (typeof FATES)[number];
export const fateOf = (order: number): Fate => FATES[order % FATES.length] ?? "plain";

const terms = (number: string, more: object = {}) => ({
  authority: "PTA",
  number,
  ground: "decency",
  category: "decency",
  ...more,
});

/** The clerk enters an order with its items and puts it forward. */
export async function enter(clerk: Officer, number: number, more: object = {}, put = true): Promise<string> {
  const { id } = await clerk.ok("POST", "/v1/orders", terms(`PTA/2026/${number}`, more));
  const names = namesOf(number);
  const lines = [...names.slice(0, -1), `https://${names.at(-1)}/page`, ".com"];
  if (fateOf(number) === "held") lines.push(HELD);
  await clerk.upload(`/v1/orders/${id}/items`, `${lines.join("\n")}\n`);
  if (put) await clerk.ok("POST", `/v1/orders/${id}/submit`);
  return id;
}

const allOf = (number: number): string[] =>
  namesOf(number).map((name, at) => (at === ITEMS - 1 ? `${name}/page` : name));

/** Decides on an ordinary order as its fate says. The second officer of all of them is the same, so others can hear appeals. */
export async function decideOrdinary(
  { clerk, officer, senior }: Record<"clerk" | "officer" | "senior", Officer>,
  number: number,
  id: string,
): Promise<Meant> {
  const path = `/v1/orders/${id}`;
  const approval = async () => ({ digest: (await officer.ok("GET", path)).digest, reasons: "as ordered" });
  const meant = { id, list: "general" } as const;
  switch (fateOf(number)) {
    case "draft":
      return { ...meant, state: "draft", listed: [], gone: allOf(number) };
    case "rejected":
      await officer.ok("POST", `${path}/reject`, { reasons: "no ground is named" });
      return { ...meant, state: "rejected", listed: [], gone: allOf(number) };
    case "edited": {
      const reviewed = await approval();
      await clerk.upload(`${path}/items`, `late-${number}.example\n`);
      await clerk.ok("POST", `${path}/submit`);
      await officer.fresh();
      await officer.refused("digest_mismatch", "POST", `${path}/approve`, reviewed);
      await officer.decide(`${path}/approve`, await approval());
      return { ...meant, state: "in_force", listed: [...allOf(number), `late-${number}.example`], gone: [] };
    }
    case "held": {
      await officer.decide(`${path}/approve`, await approval());
      await senior.decide(`${path}/held`, { ...(await approval()), reject: "all" });
      return { ...meant, state: "in_force", listed: allOf(number), gone: [HELD] };
    }
    default:
      await officer.decide(`${path}/approve`, await approval());
      return { ...meant, state: "in_force", listed: allOf(number), gone: [] };
  }
}

/** One senior officer lets it out alone; a second one confirms, or nobody does. */
export async function emergency(
  { clerk, officer, senior }: Record<"clerk" | "officer" | "senior", Officer>,
  number: number,
  confirmed: boolean,
): Promise<Meant> {
  const id = await enter(clerk, number, { urgency: "emergency" }, false);
  const path = `/v1/orders/${id}`;
  const { digest } = await senior.ok("GET", path);
  await senior.decide(`${path}/approve-emergency`, { digest, reasons: "lives are in danger" });
  const held = fateOf(number) === "held" ? [HELD] : [];
  if (!confirmed) return { id, state: "expired", list: "general", listed: [], gone: [...allOf(number), ...held] };
  await officer.decide(`${path}/confirm-emergency`, { digest, reasons: "confirmed" });
  return { id, state: "in_force", list: "general", listed: allOf(number), gone: held };
}

/** Two officers take an order off the list, or its first item. */
export async function remove(proposer: Officer, second: Officer, meant: Meant, whole: boolean): Promise<Meant> {
  const path = `/v1/orders/${meant.id}/withdraw`;
  await proposer.decide(path, { reasons: "entered by mistake", ...(whole ? {} : { items: [1] }) });
  await second.decide(`${path}/confirm`);
  if (whole) return { ...meant, state: "withdrawn", listed: [], gone: [...meant.listed, ...meant.gone] };
  const [first = "", ...rest] = meant.listed;
  return { ...meant, listed: rest, gone: [first, ...meant.gone] };
}
