import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Caller, Json } from "./caller.ts";
import type { Day } from "./day.ts";
import type { Officer } from "./officer.ts";
import type { RunningRegistry } from "./registry.ts";

/** Names looked up of one order: the first ones and the last ones. */
const LOOKED_UP = 400;
const PAGE = 200;

/** Every order is in the state it was meant to reach, and lookups say of its names what they should. */
export async function ordersAsMeant(day: Day): Promise<string[]> {
  const { officer, sealed } = day.people.staff;
  const faults: string[] = [];
  for (const { id, state, list, listed, gone } of day.orders) {
    const order = await (list === "sealed"
      ? sealed.ok("GET", `/v1/sealed/orders/${id}`)
      : officer.ok("GET", `/v1/orders/${id}`));
    if (order.state !== state) faults.push(`${id} is ${order.state} and was meant to be ${state}`);
    const verdicts = await lookups(officer, [...listed.slice(0, LOOKED_UP), ...listed.slice(-LOOKED_UP), ...gone]);
    // The public sees of the sealed list nothing.
    const expected = list === "sealed" ? [] : listed;
    for (const { query, blocked } of verdicts)
      if (blocked !== expected.includes(query)) faults.push(`${id}: a lookup of ${query} says ${blocked}`);
  }
  return faults;
}

async function lookups(caller: Caller, urls: readonly string[]): Promise<Json[]> {
  if (urls.length === 0) return [];
  return (await caller.ok("POST", "/v1/lookup", { urls: urls.slice(0, 1_000) })).results;
}

/** Everything a desk has, page by page. */
export async function allCases(officer: Officer, path: string, key: "complaints" | "appeals"): Promise<Json[]> {
  const all: Json[] = [];
  for (;;) {
    const page = (await officer.ok("GET", `${path}?state=any&limit=${PAGE}&skip=${all.length}`))[key];
    all.push(...page);
    if (page.length < PAGE) return all;
  }
}

/** What everybody who sent something is told, with their reference and code. */
export async function followUps(day: Day): Promise<{ complaints: string[]; appeals: string[] }> {
  const complaints: string[] = [];
  for (const { reference, followUpCode, from } of day.complaints) {
    const headers = { "follow-up-code": followUpCode };
    complaints.push((await from.ok("GET", `/v1/complaints/${reference}`, undefined, headers)).status);
  }
  const appeals: string[] = [];
  for (const [number, { reference, followUpCode }] of day.appeals.entries()) {
    const headers = { "follow-up-code": followUpCode };
    appeals.push(
      (await day.people.citizen(6_000 + number).ok("GET", `/v1/appeals/${reference}`, undefined, headers)).status,
    );
  }
  return { complaints, appeals };
}

/** By the officers' search, page by page; several orders can stand behind one target. */
export async function searchedEntries(officer: Officer): Promise<number> {
  const seen = new Set<string>();
  for (let after: string | null = ""; after !== null; ) {
    const query: string = after === "" ? "" : `&after=${encodeURIComponent(after)}`;
    const page: Json = await officer.ok("GET", `/v1/entries?limit=1000${query}`);
    for (const { scope, value } of page.entries) seen.add(`${scope} ${value}`);
    after = page.next;
  }
  return seen.size;
}

/** A real agent takes both lists, renders them and sends its receipt. Entries by its report and by its files. */
export async function ispsCopy(registry: RunningRegistry, { people }: Pick<Day, "people">, folder: string) {
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text, { mode: 0o600 });
  write("token", people.isp.token);
  write("age.key", people.isp.sealedKey);
  write(
    "agent.toml",
    `registry = ["${registry.url}"]
root = "${join(registry.data, "public/tuf/metadata/1.root.json")}"
state = "agent"
lists = ["general", "sealed"]
token_file = "token"
sealed_key_file = "age.key"
${["general", "sealed"].map((list) => `[[output]]\nlist = "${list}"\nformat = "csv"\npath = "${list}.csv"\n`).join("")}`,
  );
  const agent = registry.command(["agent", "sync", "--json", "--config", join(folder, "agent.toml")]);
  const { code, stdout, stderr } = await agent.ended;
  if (code !== 0) throw new Error(`the agent ended with ${code}: ${stderr}`);
  const { lists }: Json = JSON.parse(stdout);
  const copy = (name: "general" | "sealed") => {
    const { release, entries } = lists.find(({ list }: Json) => list === name);
    const lines = readFileSync(join(folder, `${name}.csv`), "utf8")
      .trimEnd()
      .split("\n");
    // Beside the heading and the name that the agent asks its resolver for.
    return { release, entries, lines: lines.length - 2 };
  };
  return { general: copy("general"), sealed: copy("sealed") };
}
