import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { foldAppeal } from "../../src/core/appeal/fold.ts";
import { COMPLAINT_STATES } from "../../src/core/complaint/complaint.ts";
import { foldComplaint } from "../../src/core/complaint/fold.ts";
import { appealEvents } from "../../src/storage/cases/appeals.ts";
import { complaintEvents } from "../../src/storage/cases/complaints.ts";
import { type Db, openDatabase } from "../../src/storage/database.ts";
import { verifyAudit } from "../../src/storage/verify-audit.ts";
import { standingByEntries, standingByEvents } from "../fixtures/standing.ts";
import type { Json } from "./caller.ts";
import { SEALED_MARK } from "./citizens.ts";
import type { Day } from "./day.ts";
import type { RunningRegistry } from "./registry.ts";
import { allCases, followUps, ispsCopy, ordersAsMeant, searchedEntries } from "./routes.ts";

/** One number by several routes; unless they are equal, the day is not explained. */
export type Count = { readonly what: string; readonly routes: Readonly<Record<string, number>> };
export type Checked = { readonly counts: readonly Count[]; readonly faults: readonly string[] };

/**
 * Asks every route for the same numbers, compares each order with what it was meant to become, then stops the registry
 * and looks into its database: every state must be what the events lead to. `folder` is for the ISP's agent.
 */
export async function checkDay(registry: RunningRegistry, day: Day, folder: string): Promise<Checked> {
  const { officer, sealed } = day.people.staff;
  const faults = await ordersAsMeant(day);
  const told = await followUps(day);
  const complaints = [
    ...(await allCases(officer, "/v1/cases/complaints", "complaints")),
    ...(await allCases(sealed, "/v1/cases/sealed-complaints", "complaints")),
  ];
  const appeals = await allCases(officer, "/v1/cases/appeals", "appeals");
  const statistics = await officer.ok("GET", "/v1/statistics");
  const { releases } = await officer.ok("GET", "/v1/releases?limit=1");
  const searched = await searchedEntries(officer);
  const isp = await ispsCopy(registry, day, folder);
  const { subscribers } = await officer.ok("GET", "/v1/coverage");
  await day.people.close();
  await registry.stop();

  const db = openDatabase(join(registry.data, "hifazat.db"));
  try {
    faults.push(...verifyAudit(db).findings.map(({ where, what }) => `audit: ${where} ${what}`));
    const byEvents = standingByEvents(db);
    const byEntries = standingByEntries(db);
    const stray = byEvents.find((line, index) => line !== byEntries[index]);
    if (stray !== undefined) faults.push(`events and entries differ near ${stray}`);
    const meant = (list: string): number =>
      new Set(day.orders.filter((order) => order.list === list).flatMap(({ listed }) => listed)).size;
    const counts: Count[] = [
      {
        what: "entries, general list",
        routes: {
          scenario: meant("general"),
          events: targets(byEvents, "general"),
          database: targets(byEntries, "general"),
          statistics: statistics.entries,
          categories: Object.values<number>(statistics.categories).reduce((sum, number) => sum + number, 0),
          release: releases[0].entries,
          search: searched,
          agent: isp.general.entries,
          "its file": isp.general.lines,
        },
      },
      {
        what: "entries, sealed list",
        routes: {
          scenario: meant("sealed"),
          events: targets(byEvents, "sealed"),
          database: targets(byEntries, "sealed"),
          agent: isp.sealed.entries,
          "its file": isp.sealed.lines,
        },
      },
      {
        what: "newest release",
        routes: {
          officer: day.release,
          statistics: statistics.release,
          agent: isp.general.release,
          coverage: subscribers[0].state === "current" ? subscribers[0].release : -1,
        },
      },
      ...caseCounts(db, day, complaints, appeals, told),
    ];
    for (const { what, routes } of counts)
      if (new Set(Object.values(routes)).size !== 1) faults.push(`${what}: ${JSON.stringify(routes)}`);
    faults.push(...sealedOutside(registry));
    return { counts, faults };
  } finally {
    db.sqlite.close();
  }
}

/** A target that several orders ask for is one entry of the list. */
const targets = (lines: readonly string[], list: string): number =>
  new Set(lines.filter((line) => line.startsWith(`${list} `)).map((line) => line.split(" ").slice(3).join(" "))).size;

/** Public words for what is over. */
const OVER = ["blocked", "not_blocked", "passed_on", "closed"];

function caseCounts(
  db: Db,
  day: Day,
  complaints: readonly Json[],
  appeals: readonly Json[],
  told: Awaited<ReturnType<typeof followUps>>,
): Count[] {
  const ids = (subject: string): number[] =>
    db.sqlite.prepare("SELECT DISTINCT subject_id FROM events WHERE subject = ?").pluck().all(subject) as number[];
  const rows = (table: string): number => Number(db.sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  const folded = ids("complaint").map((id) => foldComplaint(id, complaintEvents(db, id)));
  const foldedAppeals = ids("appeal").map((id) => foldAppeal(id, appealEvents(db, id)));
  const states = COMPLAINT_STATES.map((state) => ({
    what: `complaints, ${state.replace("_", " ")}`,
    routes: {
      desks: complaints.filter((complaint) => complaint.state === state).length,
      events: folded.filter((complaint) => complaint?.state === state).length,
    },
  }));
  const ends = (["upheld", "dismissed"] as const).map((end) => ({
    what: `appeals, ${end}`,
    routes: {
      scenario: day.appeals.filter((appeal) => appeal.end === end).length,
      desk: appeals.filter((appeal) => appeal.outcome === end).length,
      events: foldedAppeals.filter((appeal) => appeal?.outcome === end).length,
      appellants: told.appeals.filter((status) => status === end).length,
    },
  }));
  const over = folded.filter((complaint) => complaint?.state === "concluded").length;
  return [
    {
      what: "complaints",
      routes: {
        scenario: day.complaints.length,
        desks: complaints.length,
        events: folded.length,
        database: rows("complaints"),
      },
    },
    ...states,
    {
      what: "complaints, over",
      routes: { complainants: told.complaints.filter((status) => OVER.includes(status)).length, events: over },
    },
    {
      what: "appeals",
      routes: { scenario: day.appeals.length, events: foldedAppeals.length, database: rows("appeals") },
    },
    ...ends,
    { what: "orders", routes: { scenario: day.orders.length, events: ids("order").length, database: rows("orders") } },
  ];
}

/** Nothing that the processes said and no published file holds a sealed name. */
function sealedOutside(registry: RunningRegistry): string[] {
  const files = readdirSync(join(registry.data, "public"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const holders = files.filter((file) => readFileSync(file).includes(SEALED_MARK));
  if (registry.said().includes(SEALED_MARK)) holders.push("the log");
  return holders.map((holder) => `${holder} holds a sealed name`);
}
