const SYLLABLES = "ba be bi bo da de di do fa fi ga go ha ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe".split(
  " ",
);
/** Reserved by RFC 2606 and RFC 6761: none of these names can be anybody's. */
const ENDINGS = ["example", "invalid", "test"];

/**
 * `count` different made-up names under reserved top-level domains, mean length about 16 characters, in no order.
 * Always the same for the same arguments; ranges that do not overlap (`from` to `from + count`) share no name.
 */
export function* syntheticNames(count: number, from = 0): Generator<string> {
  let state = (from + 1) >>> 0;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
  for (let index = from; index < from + count; index++) {
    // The index in base 36 makes the name unique, the syllables make it look and compress like one.
    const word = `${SYLLABLES[next(SYLLABLES.length)]}${SYLLABLES[next(SYLLABLES.length)]}`;
    const mixed = (Math.imul(index, 2_654_435_761) >>> 0).toString(36).padStart(7, "0").slice(0, 7);
    yield `${word.slice(0, 2)}${mixed}.${ENDINGS[next(ENDINGS.length)]}`;
  }
}
