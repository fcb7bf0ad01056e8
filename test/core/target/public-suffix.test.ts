import { describe, expect, test } from "vitest";
import { canonicalise } from "../../../src/core/target/canonicalise.ts";
import { SUFFIX_DEVIATIONS } from "./deviations.ts";
import { notesOf, said } from "./said.ts";
import { sharedText, withoutShared } from "./shared.ts";

function rules(section: "ICANN" | "PRIVATE"): string[] {
  const text = sharedText("vectors/psl/public_suffix_list.dat").split(/^\/\/ ===(?:BEGIN|END) .*$/m);
  const part = text[section === "ICANN" ? 1 : 3] ?? "";
  return part.split("\n").filter((line) => line !== "" && !line.startsWith("//"));
}

describe.skipIf(withoutShared)("the public suffix list (../shared)", () => {
  test("every ICANN rule is refused, and a name right below it is not, but for the listed deviations", () => {
    const observed = rules("ICANN").filter((rule) => {
      if (rule.startsWith("!"))
        return said(rule.slice(1)) !== said(`http://${rule.slice(1)}/`) || isRefused(rule.slice(1));
      const suffix = rule.replace("*", "any");
      return (
        said(suffix) !== "public_suffix" || isRefused(`a-name.${suffix}`) || notesOf(`a-name.${suffix}`).length > 0
      );
    });
    expect(rules("ICANN").length).toBeGreaterThan(6_000);
    expect(observed.sort()).toEqual([...SUFFIX_DEVIATIONS.rules].sort());
  });

  test("private rules are names like others here: the guards hold them", () => {
    const odd = rules("PRIVATE").filter(
      (rule) => !rule.startsWith("!") && notesOf(rule.replace("*", "any")).length > 0,
    );
    expect(odd).toEqual([]);
  });

  test("its own tests: what has no registrable name is refused, what is one is accepted", () => {
    const privateRules = new Set(rules("PRIVATE"));
    const checks = [
      ...sharedText("vectors/psl/test_psl.txt").matchAll(/^checkPublicSuffix\('(.*)', (?:'(.*)'|null)\);/gm),
    ];
    expect(checks.length).toBeGreaterThan(70);
    for (const [, name = "", registrable] of checks) {
      // A private suffix has no registrable name there and is one here; a leading dot is an error there and a spelling here.
      if (registrable !== undefined) expect([name, isRefused(registrable)]).toEqual([name, false]);
      else if (!privateRules.has(name) && !name.startsWith(".")) {
        expect([name, ["public_suffix", "single_label"].includes(said(name))]).toEqual([name, true]);
      }
    }
  });
});

function isRefused(name: string): boolean {
  return canonicalise(name).kind === "refused";
}
