import { describe, expect, test } from "vitest";
import { chooseBase, ladderBases } from "../../src/protocol/ladder.ts";

describe("the ladder of bases", () => {
  test.each([
    [1, []],
    [2, [1]],
    [10, [9, 8, 4]],
    [17, [16, 14, 12, 8]],
    [100, [99, 98, 96, 88, 80, 64]],
  ])("release %i has the bases of the specification", (release, bases) => expect(ladderBases(release)).toEqual(bases));

  test("holds the release before and the largest multiple below of 2, 4, 8 …", () => {
    for (let release = 2; release <= 2_000; release++) {
      const bases = ladderBases(release);
      expect(bases[0]).toBe(release - 1);
      for (let power = 2; power < release; power *= 2) {
        const multiple = Math.floor((release - 1) / power) * power;
        if (multiple > 0) expect(bases).toContain(multiple);
      }
    }
  });

  test("descends, without 0 and repeats, and grows with the logarithm", () => {
    for (let release = 1; release <= 2_000; release++) {
      const bases = ladderBases(release);
      expect(bases.length).toBeLessThanOrEqual(Math.ceil(Math.log2(release)));
      expect(bases.every((base, at) => base > 0 && base < (bases[at - 1] ?? release))).toBe(true);
    }
  });

  test("a client d releases behind finds a base less than 4·d back, when there are 4·d releases", () => {
    for (let release = 1; release <= 600; release++) {
      const bases = ladderBases(release);
      for (let behind = 1; behind * 4 <= release; behind++) {
        const base = chooseBase(release - behind, bases);
        expect(base).toBeDefined();
        expect(release - (base ?? 0)).toBeLessThan(4 * behind);
      }
    }
  });
});

describe("choosing a base", () => {
  test("takes the largest not above the client's release", () => {
    expect(chooseBase(15, [16, 14, 12, 8])).toBe(14);
    expect(chooseBase(14, [16, 14, 12, 8])).toBe(14);
    expect(chooseBase(100, [8, 16, 12])).toBe(16);
  });

  test("finds none below the oldest: the client takes the snapshot", () => {
    expect(chooseBase(7, [16, 14, 12, 8])).toBeUndefined();
    expect(chooseBase(0, [1])).toBeUndefined();
    expect(chooseBase(3, [])).toBeUndefined();
  });
});
