import { canonicalise } from "../../../src/core/target/canonicalise.ts";

/** What becomes of a text, in one line for tests: `scope value` or the refusal's code. */
export function said(text: string): string {
  const result = canonicalise(text);
  return result.kind === "refused" ? result.code : `${result.target.scope} ${result.target.value}`;
}

/** What the reviewer is told of an accepted text. */
export function notesOf(text: string): readonly string[] {
  const result = canonicalise(text);
  return result.kind === "refused" ? [`refused: ${result.code}`] : result.notes;
}
