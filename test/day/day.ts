import { setTimeout as sleep } from "node:timers/promises";
import { syntheticNames } from "../../scripts/synthetic-names.ts";
import { type Appealed, afterAppeals, appeal } from "./appeal-desk.ts";
import type { Json, Tally } from "./caller.ts";
import { type Complained, complain } from "./citizens.ts";
import { atGeneralDesk, atSealedDesk, convertKept } from "./complaint-desk.ts";
import { decideOrdinary, emergency, enter, fateOf, type Meant, remove } from "./orders.ts";
import { type People, peopleOf } from "./people.ts";
import { probe, type Waits } from "./probe.ts";
import type { RunningRegistry } from "./registry.ts";

export type Size = {
  readonly complaints: number;
  readonly ordinary: number;
  /** Rows of the large order. */
  readonly rows: number;
  /** The last of them is confirmed by nobody. */
  readonly emergencies: number;
  /** The last of them is against what is not listed. */
  readonly appeals: number;
  readonly removals: number;
  /** Complaints sent before the sealed desk makes an order, this many times. */
  readonly sealedOrders: number;
  /** Whether everybody signs in after the enrolment, which takes a password's time each. */
  readonly signIns: boolean;
  /** How long quiet waits are measured, in ms. */
  readonly quiet: number;
};

export type Day = {
  readonly people: People;
  readonly complaints: readonly Complained[];
  readonly orders: readonly Meant[];
  readonly appeals: readonly Appealed[];
  readonly waits: Readonly<Record<string, Waits>>;
  /** The newest at the end. */
  readonly release: number;
};

const WEEK = 7 * 86_400_000;
/** The large order's names: no other has them. */
const LARGE_FROM = 1_000_000;
const SENDING_AT_ONCE = 6;
/** Their names must be others than the ordinary orders'. */
const EMERGENCIES_FROM = 600;
/** A person who only asks. */
const ASKER = 9_000;

/** A day at the registry: everything by HTTP, six officers at work at once, and the week after in which one order ends. */
export async function scriptedDay(
  registry: RunningRegistry,
  size: Size,
  tally: Tally,
  say: (stage: string) => void = () => {},
): Promise<Day> {
  const people = await peopleOf(registry, await registry.start(), tally, size.signIns);
  const { officer, second, senior, sealed } = people.staff;
  say("accounts and organisations are made, everybody is signed in");
  const complaints: Complained[] = [];
  const orders: Meant[] = [];
  let sent = 0;
  const next = (): number => sent++;
  const waits = await largeOrder(people, size, next, orders, complaints);
  say("the large order is published");
  const decided = await atWork(people, size, next, orders, complaints);

  say("complaints and orders are decided");
  // Nobody looks at what comes late.
  complaints.push(await complain(people, next()));
  await senior.decide("/v1/releases");
  const removable = decided.filter(({ state }) => state === "in_force");
  for (let number = 0; number < size.removals; number++) {
    const meant = removable[removable.length - 1 - number];
    if (meant !== undefined) decided[decided.indexOf(meant)] = await remove(officer, second, meant, number % 2 === 0);
  }
  const appeals = await hearAppeals(people, size.appeals, decided);
  orders.push(...decided.map((meant) => afterAppeals(meant, appeals)));
  await returnRefused(people, appeals, orders);
  await settled(senior);

  say("appeals and removals are decided");
  // A week later: the emergency that nobody confirmed is over, by the registry's own clock.
  await registry.stop();
  await registry.start(WEEK + untilNextMinute(WEEK, registry.startMs));
  await Promise.all([officer, senior, sealed].map((person) => person.signIn()));
  const over = orders.find(({ state }) => state === "expired");
  while (over !== undefined && (await officer.ok("GET", `/v1/orders/${over.id}`)).state !== "expired") await sleep(100);
  for (const [person, desk] of [
    [officer, "complaints"],
    [sealed, "sealed-complaints"],
  ] as const)
    while ((await person.ok("GET", `/v1/cases/${desk}?state=ordered`)).complaints.length > 0) await sleep(100);
  return { people, complaints, orders, appeals, waits, release: await settled(senior) };
}

/** The large order from its upload to its release, with a look at how long others wait meanwhile. */
async function largeOrder(
  people: People,
  { rows, quiet, complaints: all }: Size,
  next: () => number,
  orders: Meant[],
  complaints: Complained[],
): Promise<Day["waits"]> {
  const { clerk, officer, senior, second } = people.staff;
  const waits: Record<string, Waits> = {};
  const asker = people.citizen(ASKER);
  const writes = Math.floor(all / 8);
  const during = async (name: string, work: Promise<unknown>): Promise<void> => {
    const seen = await probe(people, { asker, reader: second, next, writes }, work);
    waits[name] = seen.waits;
    complaints.push(...seen.complaints);
  };
  await during("quiet", sleep(quiet));
  const terms = { authority: "PTA", number: "PTA/LARGE", ground: "decency", category: "decency" };
  const { id } = await clerk.ok("POST", "/v1/orders", terms);
  const path = `/v1/orders/${id}`;
  const listed = [...syntheticNames(rows, LARGE_FROM)];
  await during("upload and check", clerk.upload(`${path}/items`, `${listed.join("\n")}\n`));
  await clerk.ok("POST", `${path}/submit`);
  const { digest } = await officer.ok("GET", path);
  await officer.fresh();
  await during("approval", officer.ok("POST", `${path}/approve`, { digest, reasons: "as ordered" }));
  const { pending } = await senior.ok("GET", "/v1/releases");
  await senior.fresh();
  await during("publication", senior.ok("POST", "/v1/releases/batch", { watermark: pending.watermark }));
  orders.push({ id, state: "in_force", list: "general", listed, gone: [] });
  return waits;
}

/** Six officers at once while people complain. Gives the ordinary orders as they were decided; the others are pushed. */
async function atWork(
  people: People,
  size: Size,
  next: () => number,
  orders: Meant[],
  complaints: Complained[],
): Promise<Meant[]> {
  const { clerk, second, senior, sealed, sealedSecond } = people.staff;
  const isOver = (): boolean => complaints.length >= size.complaints - 1;
  const citizen = async (): Promise<void> => {
    for (let number = next(); number < size.complaints - 1; number = next())
      complaints.push(await complain(people, number));
  };
  const entered: [number, string][] = [];
  const enterAll = async (): Promise<void> => {
    for (let number = 0; number < size.ordinary; number++)
      entered.push([number, await enter(clerk, number, {}, fateOf(number) !== "draft")]);
    for (let number = 1; number <= size.emergencies; number++)
      orders.push(await emergency(people.staff, EMERGENCIES_FROM + number, number < size.emergencies));
  };
  const decided: Meant[] = [];
  const decideAll = async (): Promise<void> => {
    while (decided.length < size.ordinary) {
      const one = entered[decided.length];
      if (one === undefined) await sleep(20);
      else decided.push(await decideOrdinary(people.staff, ...one));
    }
  };
  const sealedDesk = async (): Promise<void> => {
    for (let round = 1; round <= size.sealedOrders; round++) {
      while (complaints.length < (size.complaints * round) / (size.sealedOrders + 1)) await sleep(50);
      const meant = await atSealedDesk(sealed, sealedSecond, `SEALED/${round}`);
      if (meant !== undefined) orders.push(meant);
    }
  };
  const wanted = (every: number) => (taken: number) =>
    taken % every === 0 ? "keep" : taken % 11 === 10 ? "close" : "answer";
  const [kept, alsoKept] = await Promise.all([
    atGeneralDesk(second, wanted(4), isOver),
    atGeneralDesk(senior, wanted(5), isOver),
    ...Array.from({ length: SENDING_AT_ONCE }, citizen),
    enterAll(),
    decideAll(),
    sealedDesk(),
  ]);
  for (const [author, cases, number] of [
    [second, kept, "CASES/1"],
    [senior, alsoKept, "CASES/2"],
  ] as const) {
    const meant = await convertKept(author, people.staff, cases ?? [], number);
    if (meant !== undefined) orders.push(meant);
  }
  return decided;
}

/** Against names of orders that the two who hear them had no part in: with held items the senior officer had one. */
async function hearAppeals(people: People, count: number, decided: readonly Meant[]): Promise<Appealed[]> {
  const open = decided.filter(({ state }, number) => state === "in_force" && fateOf(number) !== "held");
  const appeals: Appealed[] = [];
  for (let number = 0; number < count; number++) {
    const meant = open[number % open.length];
    const address = meant?.listed[1 + Math.floor(number / open.length)];
    const listed = number < count - 1 && address !== undefined;
    appeals.push(await appeal(people, number, { address: listed ? address : "nowhere.example", listed }));
  }
  return appeals;
}

/** What was cleared comes again in a new order: held, and left out of it. */
async function returnRefused({ staff }: People, appeals: readonly Appealed[], orders: Meant[]): Promise<void> {
  const { clerk, officer } = staff;
  const cleared = appeals.filter(({ end }) => end === "upheld").map(({ address }) => address);
  if (cleared.length === 0) return;
  const { id } = await clerk.ok("POST", "/v1/orders", {
    authority: "PTA",
    number: "AGAIN",
    ground: "decency",
    category: "decency",
  });
  const path = `/v1/orders/${id}`;
  const added = await clerk.upload(`${path}/items`, `${cleared.join("\n")}\nagain.example\n`);
  if (added.upload.counts.held !== cleared.length)
    throw new Error(`cleared names are not held: ${JSON.stringify(added)}`);
  await clerk.ok("POST", `${path}/submit`);
  await officer.decide(`${path}/approve`, { digest: (await officer.ok("GET", path)).digest, reasons: "as ordered" });
  orders.push({ id, state: "in_force", list: "general", listed: ["again.example"], gone: cleared });
}

/** Publishes what waits, until nothing does. The number of the newest release. */
async function settled(senior: People["staff"]["senior"]): Promise<number> {
  for (;;) {
    const published: Json = await senior.decide("/v1/releases");
    if (published.outcome !== "unchanged") continue;
    // The server answers from it a moment later than it says that it is there.
    await senior.ok("GET", `/v1/release?after=${published.release - 1}&wait=30`);
    while ((await senior.ok("GET", "/v1/statistics")).release < published.release) await sleep(20);
    return published.release;
  }
}

/** Jobs run at full minutes: the clock is set to shortly before one. */
function untilNextMinute(ahead: number, startMs: number): number {
  const spare = Math.ceil(startMs * 1.5) + 1_000;
  return (60_000 - ((Date.now() + ahead + spare) % 60_000)) % 60_000;
}
