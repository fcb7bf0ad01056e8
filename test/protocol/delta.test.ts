import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  applyDelta,
  type Change,
  changedValues,
  countChanges,
  diffLists,
  formatDelta,
  overlayDelta,
  readChanges,
} from "../../src/protocol/delta.ts";
import { ladderBases } from "../../src/protocol/ladder.ts";
import { MAX_DELTA_BYTES, MAX_LIST_BYTES } from "../../src/protocol/limits.ts";
import { type ListLine, readLines } from "../../src/protocol/list.ts";
import {
  bytesOf,
  category,
  inListOrder,
  listBytes,
  listState,
  type State,
  stateOf,
  target,
  targetKey,
  textOf,
} from "./generated-lists.ts";

const vectors = JSON.parse(readFileSync(new URL("../vectors/releases.json", import.meta.url), "utf8"));

type Touch = { value: string; scope: ListLine["scope"]; category: string | undefined };
const touch: fc.Arbitrary<Touch> = fc
  .tuple(target, fc.option(category, { nil: undefined, freq: 2 }))
  .map(([{ value, scope }, slug]) => ({ value, scope, category: slug }));

/** What each release did: entries added, put again, changed or removed, also ones that were never there. */
const history = fc.array(fc.array(touch, { maxLength: 12 }), { minLength: 1, maxLength: 20 });

function statesOf(touches: readonly Touch[][]): State[] {
  const states: State[] = [new Map()];
  for (const release of touches) {
    const state = new Map(states.at(-1));
    for (const { value, scope, category: slug } of release) {
      if (slug === undefined) state.delete(targetKey({ value, scope }));
      else state.set(targetKey({ value, scope }), { value, scope, category: slug });
    }
    states.push(state);
  }
  return states;
}

/** README 6.2: the final state of every target touched after the base. */
function finalStates(touches: readonly Touch[][], base: number, final: State): Change[] {
  const touched = new Map(touches.slice(base).flatMap((release) => release.map((one) => [targetKey(one), one])));
  return inListOrder(touched.values()).map(({ value, scope }) => {
    const line = final.get(targetKey({ value, scope }));
    return line === undefined ? { kind: "drop", value, scope } : { kind: "put", line };
  });
}

describe("the values that come and go", () => {
  /** So few that a change often meets what is listed, under its own scope and under another. */
  const few: fc.Arbitrary<Touch> = fc.record({
    value: fc.constantFrom("a.pk", "b.a.pk", "c.pk"),
    scope: fc.constantFrom("domain", "host"),
    category: fc.option(category, { nil: undefined, freq: 2 }),
  });

  test("are those that the list has under no scope before, or after", () => {
    fc.assert(
      fc.property(fc.array(few), fc.array(few), (listed, touches) => {
        const from = stateOf(listed.map((one) => ({ ...one, category: one.category ?? "x" })));
        const to = new Map(from);
        for (const { value, scope, category: slug } of touches) {
          if (slug === undefined) to.delete(targetKey({ value, scope }));
          else to.set(targetKey({ value, scope }), { value, scope, category: slug });
        }
        const delta = bytesOf(formatDelta(finalStates([touches], 0, to)));
        const { added, removed } = changedValues(listBytes(from), delta);
        const [before, after] = [from, to].map((list) => inListOrder(list.values()).map(({ value }) => value));
        const notIn = (some: string[] = [], others: string[] = []) =>
          [...new Set(some)].filter((value) => !others.includes(value));
        expect({ added: added.map(textOf), removed: removed.map(textOf) }).toEqual({
          added: notIn(after, before),
          removed: notIn(before, after),
        });
      }),
      { numRuns: 500 },
    );
  });

  test("are none when a value stays under another scope or only changes its category", () => {
    const list = bytesOf("a.pk\tdomain\tx\na.pk\thost\tx\nb.pk\tdomain\tx\nc.pk\thost\tx\n");
    expect(changedValues(list, bytesOf("-a.pk\tdomain\n"))).toEqual({ added: [], removed: [] });
    const delta = bytesOf("-a.pk\thost\n+b.pk\tdomain\tdecency\n+c.pk\tdomain\tx\n-c.pk\thost\n");
    expect(changedValues(list, delta)).toEqual({ added: [], removed: [] });
    const all = changedValues(list, bytesOf("-a.pk\tdomain\n-a.pk\thost\n-b.pk\thost\n+d.pk\thost\tx\n"));
    expect(all.added.map(textOf)).toEqual(["d.pk"]);
    expect(all.removed.map(textOf)).toEqual(["a.pk"]);
  });

  test("are not told of a list or a delta that cannot be read", () => {
    const [list, delta] = [bytesOf("a.pk\tdomain\tx\n"), bytesOf("-a.pk\tdomain\n")];
    expect(() => changedValues(bytesOf("a.pk domain x\n"), delta)).toThrow(/list is malformed/);
    expect(() => changedValues(list, bytesOf("a.pk\tdomain\n"))).toThrow(/delta is malformed/);
  });
});

describe("deltas of final states", () => {
  test("every rung of the ladder takes every version from its base on to the release, byte for byte", () => {
    fc.assert(
      fc.property(history, (touches) => {
        const states = statesOf(touches);
        const release = touches.length;
        const final = states[release] as State;
        for (const base of ladderBases(release)) {
          const delta = bytesOf(formatDelta(finalStates(touches, base, final)));
          for (let version = base; version <= release; version++) {
            const updated = applyDelta(listBytes(states[version] as State), delta);
            expect(textOf(updated)).toBe(textOf(listBytes(final)));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test("a delta with a newer one over it is the delta from the older base, byte for byte", () => {
    fc.assert(
      fc.property(history, fc.nat(), fc.nat(), (touches, one, two) => {
        const states = statesOf(touches);
        const last = touches.length;
        const [base, middle] = [one % (last + 1), two % (last + 1)].sort((a, b) => a - b) as [number, number];
        const older = finalStates(touches.slice(0, middle), base, states[middle] as State);
        const newer = finalStates(touches, middle, states[last] as State);
        const whole = finalStates(touches, base, states[last] as State);
        const made = overlayDelta(bytesOf(formatDelta(older)), bytesOf(formatDelta(newer)));
        expect(textOf(made)).toBe(formatDelta(whole));
        expect(countChanges(made)).toBe(whole.length);
      }),
      { numRuns: 300 },
    );
  });

  test("a delta that cannot be read is laid over none, and none over it", () => {
    const good = bytesOf("+a.example\tdomain\tdecency\n");
    for (const bad of ["a.example\tdomain\tdecency\n", "+a.example\tdomain\tdecency", "-\n"]) {
      expect(() => overlayDelta(bytesOf(bad), good)).toThrow(expect.objectContaining({ code: "delta_malformed" }));
      expect(() => overlayDelta(good, bytesOf(bad))).toThrow(expect.objectContaining({ code: "delta_malformed" }));
    }
  });

  test("every delta of the vectors takes every release from its base on to its own", () => {
    const lists = vectors.releases.map(({ list }: { list: string }) => bytesOf(list));
    for (const { release, list, deltas } of vectors.releases) {
      expect(deltas.map(({ base }: { base: number }) => base)).toEqual(ladderBases(release));
      for (const { base, text } of deltas) {
        expect(formatDelta(readChanges(bytesOf(text)))).toBe(text);
        for (let version = base; version <= release; version++) {
          expect(textOf(applyDelta(lists[version - 1], bytesOf(text)))).toBe(list);
        }
      }
    }
  });

  test("the example of the specification", () => {
    const line = (text: string) => `${text.replaceAll(" ", "\t")}\n`;
    const first = line("example.com domain decency") + line("old.example domain proxy");
    const third = line("a.example.com host proxy") + line("new.example domain decency");
    const delta = ["-example.com domain", "+a.example.com host proxy", "-brief.example domain"]
      .concat("+new.example domain decency", "-old.example domain")
      .map(line);
    expect(textOf(applyDelta(bytesOf(first), bytesOf(delta.join(""))))).toBe(third);
  });
});

describe("diff and apply", () => {
  test("the diff of two lists makes the second of the first", () => {
    fc.assert(
      fc.property(listState, listState, (from, to) => {
        const delta = bytesOf(formatDelta(diffLists(listBytes(from), listBytes(to))));
        expect(textOf(applyDelta(listBytes(from), delta))).toBe(textOf(listBytes(to)));
      }),
      { numRuns: 500 },
    );
  });

  test("the diff is the least: nothing that is the same in both", () => {
    fc.assert(
      fc.property(listState, listState, (from, to) => {
        const changes = diffLists(listBytes(from), listBytes(to));
        const differing = new Set([...from.keys(), ...to.keys()]);
        for (const key of differing) if (from.get(key)?.category === to.get(key)?.category) differing.delete(key);
        const keys = changes.map((change) => targetKey(change.kind === "put" ? change.line : change));
        expect(new Set(keys)).toEqual(differing);
        expect(keys).toHaveLength(differing.size);
      }),
    );
  });

  test("an empty delta changes nothing, and an empty list takes every put", () => {
    fc.assert(
      fc.property(listState, (state) => {
        expect(textOf(applyDelta(listBytes(state), bytesOf("")))).toBe(textOf(listBytes(state)));
        const all = bytesOf(formatDelta(diffLists(bytesOf(""), listBytes(state))));
        expect(textOf(applyDelta(bytesOf(""), all))).toBe(textOf(listBytes(state)));
      }),
    );
  });

  test("a category that changes to one of the same length is a change", () => {
    const changes = diffLists(bytesOf("a.com\tdomain\tdecency\n"), bytesOf("a.com\tdomain\tprivacy\n"));
    expect(formatDelta(changes)).toBe("+a.com\tdomain\tprivacy\n");
  });

  test("neither input is written to", () => {
    const list = bytesOf("a.com\tdomain\tx\n");
    const delta = bytesOf("-a.com\tdomain\n+b.com\tdomain\tx\n");
    applyDelta(list, delta);
    expect([textOf(list), textOf(delta)]).toEqual(["a.com\tdomain\tx\n", "-a.com\tdomain\n+b.com\tdomain\tx\n"]);
  });
});

describe("a list without its final newline", () => {
  test("is refused, also when the delta does not reach its last line", () => {
    const list = bytesOf("a.com\tdomain\tx\nb.com\tdomain\tx");
    const delta = bytesOf("-a.com\tdomain\n");
    expect(() => applyDelta(list, delta)).toThrow(expect.objectContaining({ code: "list_malformed" }));
  });
});

describe("what is too large", () => {
  test("is refused before anything is read of it", () => {
    const message = expect.objectContaining({ message: expect.stringContaining("too large") });
    expect(() => applyDelta(bytesOf(""), new Uint8Array(MAX_DELTA_BYTES + 1))).toThrow(message);
    expect(() => [...readLines(new Uint8Array(MAX_LIST_BYTES + 1))]).toThrow(message);
    const full = new Uint8Array(MAX_LIST_BYTES);
    full.set(bytesOf("b.com\tdomain\tx\n"));
    full[full.length - 1] = 0x0a;
    expect(() => applyDelta(full, bytesOf("+a.com\tdomain\tx\n"))).toThrow(message);
  });
});

describe("a malformed delta", () => {
  test.each([
    ["no sign", "a.com\tdomain\tx\n", 1],
    ["another sign", "~a.com\tdomain\tx\n", 1],
    ["a drop with a category", "-a.com\tdomain\tx\n", 1],
    ["a put without one", "+a.com\tdomain\n", 1],
    ["no final newline", "+a.com\tdomain\tx\n-b.com\tdomain", 2],
    ["an empty line", "+a.com\tdomain\tx\n\n", 2],
    ["descending", "+b.com\tdomain\tx\n-a.com\tdomain\n", 2],
    ["a target twice", "+a.com\tdomain\tx\n-a.com\tdomain\n", 2],
  ])("is refused: %s", (_, text, line) => {
    const refusal = expect.objectContaining({ code: "delta_malformed", details: { line } });
    expect(() => applyDelta(bytesOf("a.com\tdomain\tx\n"), bytesOf(text))).toThrow(refusal);
    expect(() => [...readChanges(bytesOf(text))]).toThrow(refusal);
  });

  test.each(["a.com\tdomain\tx", "nonsense\n"])("a list that cannot be searched is refused: %j", (list) => {
    const refusal = expect.objectContaining({ code: "list_malformed" });
    expect(() => applyDelta(bytesOf(list), bytesOf("+b.com\tdomain\tx\n"))).toThrow(refusal);
    expect(() => diffLists(bytesOf(list), bytesOf(""))).toThrow(refusal);
  });
});
