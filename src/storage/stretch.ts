/** Events after `after`, up to and including `upto`. */
export type Stretch = { readonly after: number; readonly upto: number };

export const isWithin = (event: number, stretches: readonly Stretch[]): boolean =>
  stretches.some(({ after, upto }) => event > after && event <= upto);

/** SQL: whether the event in `column` lies in one of the stretches. */
export function within(column: string, stretches: readonly Stretch[]): string {
  const parts = stretches.map(({ after, upto }) => `(${column} > ${after} AND ${column} <= ${upto})`);
  return parts.length === 0 ? "FALSE" : `(${parts.join(" OR ")})`;
}

/** What of each stretch lies after `from`, up to `to`. */
export const clip = <S extends Stretch>(stretches: readonly S[], from: number, to: number): S[] =>
  stretches
    .map((stretch) => ({ ...stretch, after: Math.max(stretch.after, from), upto: Math.min(stretch.upto, to) }))
    .filter(({ after, upto }) => upto > after);

/** What of each stretch lies in none of the others. */
export const without = <S extends Stretch>(stretches: readonly S[], others: readonly Stretch[]): S[] =>
  others.reduce<readonly S[]>(
    (rest, { after, upto }) => rest.flatMap((each) => [...clip([each], 0, after), ...clip([each], upto, each.upto)]),
    stretches,
  ) as S[];

/** The same events in as few stretches as can be, oldest first, none of them twice. */
export function merged(stretches: readonly Stretch[]): Stretch[] {
  const parts: Stretch[] = [];
  for (const { after, upto } of stretches.toSorted((one, other) => one.after - other.after)) {
    const last = parts.at(-1);
    if (last === undefined || after > last.upto) parts.push({ after, upto });
    else parts[parts.length - 1] = { after: last.after, upto: Math.max(last.upto, upto) };
  }
  return parts;
}
