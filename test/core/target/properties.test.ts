import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { candidates } from "../../../src/core/target/candidates.ts";
import { canonicalise } from "../../../src/core/target/canonicalise.ts";
import { covers } from "../../../src/core/target/covers.ts";
import {
  MAX_LABEL_LENGTH,
  MAX_LOOKUP_LENGTH,
  MAX_NAME_LENGTH,
  MAX_PATH_DEPTH,
  MAX_TARGET_LENGTH,
} from "../../../src/core/target/limits.ts";
import { read } from "../../../src/core/target/reading.ts";
import { type Target, targetText } from "../../../src/core/target/target.ts";
import { address, anyText } from "./arbitraries.ts";

const RUNS = { numRuns: 5_000 };
const NAME = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+$/;
const URL_VALUE =
  /^([a-z0-9_-]+(?:\.[a-z0-9_-]+)+)(:[1-9][0-9]*)?(\/(?:[A-Za-z0-9\-._~!$&'()*+,=:@/;]|%[0-9A-F]{2})*)(\?(?:[A-Za-z0-9\-._~!$()*,:@/?&=+;]|%[0-9A-F]{2})+)?$/;

/** Runs a check on every text that is a target. */
function forTargets(check: (target: Target, text: string) => void): void {
  fc.assert(
    fc.property(anyText, (text) => {
      const result = canonicalise(text);
      if (result.kind === "target") check(result.target, text);
    }),
    RUNS,
  );
}

describe("of any text whatever", () => {
  test("something is said, and never thrown", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(["target", "refused"]).toContain(canonicalise(text).kind);
        expect(["candidates", "refused"]).toContain(candidates(text).kind);
      }),
      RUNS,
    );
  });

  test("every code point is survived, alone and inside a name and a path", () => {
    for (let start = 0; start < 0x110000; start += 16) {
      const text = String.fromCodePoint(...Array.from({ length: 16 }, (_, offset) => start + offset));
      canonicalise(`a.${text}.com`);
      canonicalise(`example.com/${text}`);
    }
    expect(canonicalise("\u{10ffff}").kind).toBe("refused");
  });

  test("of a long text too, without looking at all of it", () => {
    for (const piece of [
      "a",
      " ",
      ".",
      ":",
      "/",
      "/..",
      "%41",
      "ک",
      "\0",
      "[.]",
      "=",
      "(",
      "#",
      '"',
      "a,",
      "\ud800",
      "xn--",
    ]) {
      expect(canonicalise(piece.repeat(1_000_000))).toEqual({ kind: "refused", code: "url_too_long" });
      const long = piece.repeat(Math.floor(MAX_LOOKUP_LENGTH / piece.length));
      expect(["candidates", "refused"]).toContain(candidates(long).kind);
      expect(["candidates", "refused"]).toContain(
        candidates(`http://example.com/${long}`.slice(0, MAX_LOOKUP_LENGTH)).kind,
      );
    }
  });
});

describe("a target", () => {
  test("read again is the same target", () => {
    forTargets((target) => {
      const again = canonicalise(targetText(target));
      expect(again.kind === "target" ? again.target : again).toEqual(target);
    });
  });

  test("has only the letters of its scope", () => {
    forTargets(({ scope, value }) => expect(value).toMatch(scope === "url" ? URL_VALUE : NAME));
  });

  test("keeps the limits of names and URLs", () => {
    forTargets(({ scope, value }) => {
      const [host = ""] = value.split(/[:/]/);
      const path = scope === "url" ? value.slice(host.length).replace(/\?.*/, "") : "";
      expect(value.length).toBeLessThanOrEqual(MAX_TARGET_LENGTH);
      expect(host.length).toBeLessThanOrEqual(MAX_NAME_LENGTH);
      expect(Math.max(...host.split(".").map((label) => label.length))).toBeLessThanOrEqual(MAX_LABEL_LENGTH);
      expect(path.split("/").length - 1).toBeLessThanOrEqual(MAX_PATH_DEPTH);
    });
  });

  test("is not wider than the address it was written as", () => {
    fc.assert(
      fc.property(address, (text) => {
        const result = canonicalise(text);
        if (result.kind === "refused") return;
        const written = text.replace(/^(?:[a-z]+:\/\/|=|\*\.|\.|\|\|)/i, "").replace(/#.*$/, "");
        const hasTail = /[/?:]/.test(written.replace(/:(?:80|443)?(?=[/?]|$)/, "").replace(/\/?\??$/, ""));
        if (text.startsWith("=")) expect(result.target.scope).toBe("host");
        else if (hasTail) expect(result.target.scope).toBe("url");
        else expect(result.target.scope).toBe("domain");
        const labels = (name: string) =>
          name
            .replace(/[:/?^].*$/, "")
            .split(/[.。]/)
            .filter((label) => label !== "");
        expect(labels(result.target.value).length).toBe(labels(written).length);
      }),
      RUNS,
    );
  });
});

describe("the short way through a plain address", () => {
  test("gives what the full reading gives", () => {
    // A space in front is dress, and takes the text through every rule.
    fc.assert(
      fc.property(anyText, (text) => {
        expect(canonicalise(text)).toEqual(canonicalise(` ${text}`));
        expect(read(text, MAX_LOOKUP_LENGTH)).toEqual(read(` ${text}`, MAX_LOOKUP_LENGTH));
      }),
      RUNS,
    );
  });
});

describe("a lookup", () => {
  test("tries the canonical form of the question itself", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const result = candidates(text);
        if (result.kind === "refused") return;
        for (const { canonical, targets } of [result, ...result.variants]) expect(targets).toContainEqual(canonical);
      }),
      RUNS,
    );
  });

  test("of what a list blocks reaches the target on the list", () => {
    forTargets((target, text) => {
      const asked = candidates(text);
      expect(asked.kind === "candidates" ? asked.targets : asked).toContainEqual(target);
    });
  });

  test("tries each target once, and only targets that cover the place", () => {
    fc.assert(
      fc.property(address, (text) => {
        const asked = candidates(text);
        const reading = read(text, MAX_LOOKUP_LENGTH);
        if (asked.kind === "refused" || reading.kind === "refused") return;
        expect(new Set(asked.targets.map(targetText)).size).toBe(asked.targets.length);
        for (const target of asked.targets) expect(covers(target, reading.place)).toBe(true);
      }),
      RUNS,
    );
  });

  const segment = fc.constantFrom("", "a", "ab", "b", "a.html", "%2F");
  const nearbyPlace = fc
    .record({
      host: fc.constantFrom("example.com", "a.example.com", "b.a.example.com", "notexample.com", "example.com.pk"),
      port: fc.constantFrom("", ":8080"),
      path: fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.join("/")}`),
      query: fc.constantFrom("", "", "?q", "?r"),
    })
    .map(({ host, port, path, query }) => host + port + path + query);

  test("finds a target exactly when the rule says that it covers the place", () => {
    fc.assert(
      fc.property(nearbyPlace, nearbyPlace, fc.constantFrom("", "="), (blocked, asked, mark) => {
        const target = canonicalise(mark === "" ? blocked : mark + blocked.replace(/[:/].*/, ""));
        const reading = read(asked, MAX_LOOKUP_LENGTH);
        const tried = candidates(asked);
        if (target.kind === "refused" || reading.kind === "refused" || tried.kind === "refused") return;
        const found = tried.targets.some((other) => targetText(other) === targetText(target.target));
        expect(found).toBe(covers(target.target, reading.place));
      }),
      { numRuns: 20_000 },
    );
  });
});
