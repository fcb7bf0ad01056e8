import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { filePatch } from "../../../src/agent/output/file-patch.ts";
import { patched } from "../../../src/agent/output/patched.ts";
import { unboundDelta } from "../../../src/agent/output/unbound-delta.ts";
import { diffLists } from "../../../src/protocol/delta.ts";
import type { ListLine } from "../../../src/protocol/list.ts";
import { listText } from "../fixture-repository.ts";
import { FORMATS, formatOf, inOrder, renderLines, SENTINEL } from "./rendered.ts";

const folder = mkdtempSync(join(tmpdir(), "hifazat-patch-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Few labels, so that names stand below one another, and names that some formats cannot carry. */
const label = fc.constantFrom("a", "b", "c", "-d", "e_", "f".repeat(60));
const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => [...labels, "pk"].join("."));
const line: fc.Arbitrary<ListLine> = fc.oneof(
  fc.record({ value: name, scope: fc.constantFrom("domain", "host"), category: fc.constantFrom("decency", "fraud") }),
  name.map((host): ListLine => ({ value: `${host}/path`, scope: "url", category: "decency" })),
);
const list = fc.array(line, { maxLength: 30 }).map(inOrder);
/** Two lists that have most lines in common. */
const twoLists = fc
  .tuple(list, list, fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }))
  .map(([common, others, which]) => {
    const half = Math.floor(others.length / 2);
    const kept = common.filter((_, at) => which[at]);
    return { before: inOrder([...others.slice(0, half), ...common]), after: inOrder([...others.slice(half), ...kept]) };
  });

/** What the agent makes of the file of the first list for the second, and what a whole rendering of the second is. */
function both(formatName: string, before: readonly ListLine[], after: readonly ListLine[], readBytes: number) {
  const format = formatOf(formatName);
  const old = renderLines(before, format, { release: 41 }, 7);
  const whole = renderLines(after, format, { release: 42 }, 8);
  const [held, next] = [listText(before), listText(after)];
  const source = { list: "general", release: 42, passes: [], sentinel: SENTINEL, lines: () => after } as const;
  const rendered = { list: held, release: 41, serial: 7, tally: old.tally };
  const patch = filePatch(rendered, { list: next, source, serial: 8 }, diffLists(held, next), format, (all) => all);
  if (patch === undefined) throw new Error("no patch was made");
  const file = join(folder, formatName);
  writeFileSync(file, old.bytes);
  const rendering = patched(file, createHash("sha256").update(old.bytes).digest("hex"), patch, readBytes);
  const chunks: Buffer[] = [];
  for (;;) {
    const step = rendering.next();
    if (step.done)
      return { old, whole, patch, result: { ...step.value, text: Buffer.concat(chunks).toString("latin1") } };
    chunks.push(Buffer.from(step.value));
  }
}

test.each(Object.keys(FORMATS).filter((name) => name !== "cdb"))(
  "a %s file made of the one before is the one that a whole rendering gives, byte for byte and count for count",
  (formatName) => {
    fc.assert(
      fc.property(twoLists, fc.constantFrom(1, 50, 1_000_000), ({ before, after }, readBytes) => {
        const { old, whole, patch, result } = both(formatName, before, after, readBytes);
        expect(result.text).toBe(whole.text);
        expect(result.tally).toEqual(whole.tally);
        expect(result.tail).toEqual(whole.tail);
        if (formatName.startsWith("unbound"))
          expect(unboundDelta(patch.before, patch.after)).toEqual(
            unboundDelta(old.text.split("\n"), whole.text.split("\n")),
          );
      }),
      { numRuns: 20 },
    );
  },
);

test("of a long list only what is near the changes is rendered", () => {
  const names = Array.from({ length: 5_000 }, (_, at) => `n${String(at).padStart(4, "0")}.pk`);
  const lines = (values: readonly string[]): ListLine[] =>
    inOrder(values.map((value) => ({ value, scope: "domain", category: "decency" })));
  const after = [...names.filter((name) => name !== "n2500.pk"), "n2500a.pk", "zz.pk"];
  const { whole, patch, result } = both("rpz", lines(names), lines(after), 1_000);
  expect(result.text).toBe(whole.text);
  expect(patch.after.length).toBeLessThan(20);
});

test("a file that somebody has changed is not built upon", () => {
  const lines = inOrder([{ value: "bet.pk", scope: "domain", category: "decency" }]);
  const { patch } = both("plain", lines, [], 100);
  const file = join(folder, "changed");
  const drain = (text: string): void => {
    writeFileSync(file, text);
    const sha256 = createHash("sha256").update(`bet.pk\n${SENTINEL}\n`).digest("hex");
    for (const _ of patched(file, sha256, patch));
  };
  drain(`bet.pk\n${SENTINEL}\n`);
  expect(() => drain(`poker.pk\n${SENTINEL}\n`)).toThrow(/is not what was rendered/);
  expect(() => drain(`bet.pk\nmore.pk\n${SENTINEL}\n`)).toThrow(/is not what was rendered/);
});
