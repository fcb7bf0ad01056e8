/** Events after `after`, up to and including `upto`. */
export type Stretch = { readonly after: number; readonly upto: number };

export const isWithin = (event: number, stretches: readonly Stretch[]): boolean =>
  stretches.some(({ after, upto }) => event > after && event <= upto);

/** SQL: whether the event in `column` lies in one of the stretches. */
export function within(column: string, stretches: readonly Stretch[]): string {
  const parts = stretches.map(({ after, upto }) => `(${column} > ${after} AND ${column} <= ${upto})`);
  return parts.length === 0 ? "FALSE" : `(${parts.join(" OR ")})`;
}
