import { describe, expect, test } from "vitest";
import { candidates } from "../../../src/core/target/candidates.ts";
import { canonicalise } from "../../../src/core/target/canonicalise.ts";
import { targetText } from "../../../src/core/target/target.ts";
import { sharedText, withoutShared } from "./shared.ts";

/** How many lines of each list are no targets, and why. */
const LISTS = {
  "lists/au-acma-gambling.txt": {},
  "lists/ee-emta-gambling.txt": {},
  "lists/gambling-id.txt": {},
  "lists/drugs.adblock": { comment: 12, empty: 1 },
  "lists/redirect.dnsmasq": { comment: 12, empty: 1 },
  "lists/sinfonietta-gambling.hosts": {},
  // $TTL, SOA; NS.
  "lists/urlhaus.rpz": { comment: 6, empty: 2, unsupported_rule: 2, not_a_name: 1 },
  "lists/usom-ips.txt": { ip_address: 15_280 },
  // A list of what resolvers are asked for has suffixes in it, and is not a list to block.
  "popular/cloudflare-top100k.txt": { public_suffix: 364, single_label: 1 },
  "popular/tranco10k.txt": {},
} satisfies Record<string, Record<string, number>>;

describe.skipIf(withoutShared)("real lists (../shared)", () => {
  test.each(Object.entries(LISTS))("every line of %s is understood, once and for all", (file, expected) => {
    const refused: Record<string, number> = {};
    for (const line of sharedText(file).split("\n").slice(0, -1)) {
      const result = canonicalise(line);
      if (result.kind === "refused") {
        refused[result.code] = (refused[result.code] ?? 0) + 1;
        continue;
      }
      const text = targetText(result.target);
      const again = canonicalise(text);
      if (again.kind === "refused" || targetText(again.target) !== text) expect([line, again]).toEqual([line, text]);
      const asked = candidates(line);
      const isFound = asked.kind === "candidates" && asked.targets.some((target) => targetText(target) === text);
      if (!isFound) expect([line, asked]).toEqual([line, "finds its own target"]);
    }
    expect(refused).toEqual(expected);
  });
});
