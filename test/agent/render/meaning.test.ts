import { isIPv4 } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { namesAbove, readAllowList } from "../../../src/agent/list/allow.ts";
import { select } from "../../../src/agent/list/selection.ts";
import type { ListLine } from "../../../src/protocol/list.ts";
import { listText } from "../fixture-repository.ts";
import { cdbFind, wire } from "./cdb-reader.ts";
import { formatOf, inOrder, renderLines, SENTINEL } from "./rendered.ts";

/**
 * Each file read as its program reads it, and asked about names: what it blocks must be what the list and the allow list
 * say, no name more. The readers below are written from the programs' manuals, not from the renderers.
 */
type Reader = (text: string, bytes: Buffer) => (name: string) => boolean;

const linesOf = (text: string): string[] => text.split("\n").slice(0, -1);

const READERS: Readonly<Record<string, { read: Reader; hosts: boolean; subdomains: boolean; passes: boolean }>> = {
  plain: { read: suffixes((line) => line), hosts: false, subdomains: true, passes: false },
  squid: { read: squid, hosts: true, subdomains: true, passes: false },
  dnsmasq: { read: dnsmasq, hosts: false, subdomains: true, passes: true },
  nginx: { read: nginx, hosts: true, subdomains: true, passes: true },
  unbound: { read: unbound, hosts: true, subdomains: true, passes: true },
  "unbound-page": { read: unbound, hosts: true, subdomains: true, passes: true },
  rpz: { read: rpz, hosts: true, subdomains: true, passes: true },
  "rpz-page": { read: rpz, hosts: true, subdomains: true, passes: true },
  hosts: { read: hosts, hosts: true, subdomains: false, passes: true },
  cdb: { read: cdb, hosts: false, subdomains: true, passes: false },
};

function suffixes(suffixOf: (line: string) => string): Reader {
  return (text) => {
    const listed = new Set(linesOf(text).map(suffixOf));
    return (name) => [...namesAbove(name)].some((above) => listed.has(above));
  };
}

function squid(text: string): (name: string) => boolean {
  const lines = linesOf(text);
  for (const line of lines) {
    const bare = line.replace(/^\./, "");
    const above = [...namesAbove(bare)].filter((name) => lines.includes(`.${name}`) && `.${name}` !== line);
    if (above.length > 0) throw new Error(`FATAL: ${line} is below .${above[0]}`);
  }
  return (name) => lines.includes(name) || [...namesAbove(name)].some((above) => lines.includes(`.${above}`));
}

/** `server=/name/` knows nothing but NXDOMAIN, `server=/name/#` the usual servers; the longest name decides. */
function dnsmasq(text: string): (name: string) => boolean {
  const servers = new Map(
    linesOf(text).map((line) => [/^server=\/([^/]+)\/#?$/.exec(line)?.[1] ?? line, !line.endsWith("#")]),
  );
  return (name) => {
    for (const above of namesAbove(name)) if (servers.has(above)) return servers.get(above) === true;
    return false;
  };
}

function nginx(text: string): (name: string) => boolean {
  const map = new Map<string, boolean>();
  for (const line of linesOf(text)) {
    const [key = "", value] = line.split(" ");
    for (const name of key.startsWith(".") ? [key.slice(1), `*${key}`] : [key]) {
      if (map.has(name)) throw new Error(`conflicting parameter ${name}`);
      map.set(name, value === "1;");
    }
  }
  return (name) => {
    if (map.has(name)) return map.get(name) === true;
    for (const above of [...namesAbove(name)].slice(1))
      if (map.has(`*.${above}`)) return map.get(`*.${above}`) === true;
    return false;
  };
}

/** The closest local-zone decides; a transparent one answers only names it has data for. */
function unbound(text: string): (name: string) => boolean {
  const zones = new Map<string, string>();
  const data = new Set<string>();
  for (const line of linesOf(text)) {
    const zone = /^local-zone: "(\S+)\." (\S+)$/.exec(line);
    const record = /^local-data: "(\S+)\. 60 IN (?:A|AAAA|TXT) \S+"$/.exec(line);
    if (zone?.[1] !== undefined && zone[2] !== undefined) zones.set(zone[1], zone[2]);
    else if (record?.[1] !== undefined) data.add(record[1]);
    else if (line !== "server:") throw new Error(`not understood: ${line}`);
  }
  return (name) => {
    for (const above of namesAbove(name)) {
      const zone = zones.get(above);
      if (zone === undefined) continue;
      return zone === "always_nxdomain" || zone === "redirect" || (zone !== "always_transparent" && data.has(name));
    }
    return false;
  };
}

/** As BIND and Unbound look a name up in a zone: exact, else the wildcard of the closest name that exists (RFC 4592). */
function rpz(text: string): (name: string) => boolean {
  const records = new Map<string, string>();
  for (const line of linesOf(text).slice(4)) {
    const [owner = "", ...data] = line.split(" ");
    const said = data.join(" ");
    const other = records.get(owner);
    if (other?.startsWith("CNAME") || (other !== undefined && said.startsWith("CNAME")))
      throw new Error(`CNAME and other data at ${owner}`);
    records.set(owner, said);
  }
  const exists = new Set([...records.keys()].flatMap((owner) => [...namesAbove(owner)]));
  const blocks = (owner: string): boolean => records.get(owner) !== "CNAME rpz-passthru.";
  return (name) => {
    if (exists.has(name)) return records.has(name) && blocks(name);
    const closest = [...namesAbove(name)].find((above) => exists.has(above));
    return closest !== undefined && records.has(`*.${closest}`) && blocks(`*.${closest}`);
  };
}

function hosts(text: string): (name: string) => boolean {
  const names = linesOf(text)
    .slice(1)
    .map((line) => line.split(" ")[1]);
  if (
    linesOf(text)
      .slice(1)
      .some((line) => !isIPv4(line.split(" ")[0] ?? "") && !line.startsWith(":: "))
  )
    throw new Error("no address");
  return (name) => names.includes(name);
}

function cdb(_: string, bytes: Buffer): (name: string) => boolean {
  return (name) => [...namesAbove(name)].some((above) => cdbFind(bytes, wire(above)) !== undefined);
}

const label = fc.constantFrom("a", "b", "c_", "d-e");
const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => [...labels, "pk"].join("."));
const line = fc.record({ value: name, scope: fc.constantFrom("domain", "host"), category: fc.constant("decency") });

/** The list's meaning (DESIGN 3), said as plainly as it can be. */
function blocked(
  asked: string,
  lines: readonly ListLine[],
  allowed: readonly string[],
  rules: (typeof READERS)[string],
): boolean {
  const below = (child: string, parent: string): boolean => child === parent || child.endsWith(`.${parent}`);
  const left = lines.filter(({ value }) => !allowed.some((allow) => below(value, allow)));
  if (rules.passes && allowed.some((allow) => below(asked, allow))) return false;
  return left.some(({ value, scope }) => {
    if (scope === "host") return rules.hosts && asked === value;
    return rules.subdomains ? below(asked, value) : asked === value;
  });
}

test.each(Object.entries(READERS))("%s blocks what the list says and nothing else", (kind, rules) => {
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 12 }),
      fc.array(name, { maxLength: 3 }),
      fc.array(name, { minLength: 8, maxLength: 8 }),
      (raw, allowed, asked) => {
        const lines = inOrder(raw);
        const selection = select(listText(lines), readAllowList(allowed.join("\n"), "allow"));
        const whole = renderLines([...selection.lines()], formatOf(kind), { passes: selection.passes });
        const blocks = rules.read(whole.text, whole.bytes);
        for (const question of [
          ...asked,
          ...lines.map(({ value }) => value),
          ...lines.map(({ value }) => `x.${value}`),
        ])
          expect([question, blocks(question)]).toEqual([question, blocked(question, lines, allowed, rules)]);
        expect(blocks(SENTINEL)).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});
