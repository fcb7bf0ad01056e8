import type { Json } from "./caller.ts";
import type { Officer } from "./officer.ts";
import type { Meant } from "./orders.ts";
import type { People } from "./people.ts";

export type Appealed = {
  readonly address: string;
  readonly reference: string;
  readonly followUpCode: string;
  readonly end: End;
};
type End = "upheld" | "dismissed" | "answered";

/** What is decided about one appeal after the other; the last is against what is not listed at all. */
const ENDS = ["upheld", "dismissed", "suspended_upheld", "suspended_dismissed"] as const;
const DESK = "/v1/cases/appeals";

/**
 * Somebody appeals; two officers who took no part in the block decide. Gives the appeal, and whether the name goes.
 */
export async function appeal(
  people: People,
  number: number,
  { address, listed }: { readonly address: string; readonly listed: boolean },
): Promise<Appealed> {
  const appellant = people.citizen(5_000 + number);
  const body = {
    url: address,
    capacity: number % 2 === 0 ? "owner" : "user",
    statement: "یہ میری دکان ہے",
    language: "ur",
  };
  const { reference, followUpCode, entry } = await appellant.ok("POST", "/v1/appeals", body);
  if ((entry !== null) !== listed) throw new Error(`appeal against ${address} is against ${entry}`);
  if (!listed) return { address, reference, followUpCode, end: "answered" };
  const { second, senior, officer } = people.staff;
  const one = `${DESK}/${reference}`;
  const end = ENDS[number % ENDS.length] ?? "upheld";
  await second.ok("POST", `${one}/take`);
  if (end.startsWith("suspended")) {
    await second.decide(`${one}/suspend`, { reasons: "it looks wrong" });
    await gone(second, address);
  }
  const verdict = end.endsWith("upheld") ? "upheld" : "dismissed";
  await second.decide(`${one}/propose`, { verdict, reasons: "looked into" });
  // Whoever approved the block does not hear the appeal.
  await officer.fresh();
  await officer.refused("officer_not_independent", "POST", `${one}/confirm`);
  await senior.decide(`${one}/confirm`);
  return { address, reference, followUpCode, end: verdict };
}

/** The block is suspended in the registry at once; the next release says so to everybody. */
async function gone(officer: Officer, address: string): Promise<void> {
  const { entries }: Json = await officer.ok("GET", `/v1/entries?name=${encodeURIComponent(address)}`);
  if (entries.some(({ value }: Json) => value === address)) throw new Error(`${address} is suspended and listed`);
}

/** What stands after these appeals. */
export function afterAppeals(meant: Meant, appeals: readonly Appealed[]): Meant {
  const cleared = appeals.filter(({ end }) => end === "upheld").map(({ address }) => address);
  const isCleared = (address: string): boolean => cleared.includes(address);
  return {
    ...meant,
    listed: meant.listed.filter((address) => !isCleared(address)),
    gone: [...meant.gone, ...meant.listed.filter(isCleared)],
  };
}
