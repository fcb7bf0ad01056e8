/** Events after `after`, up to and including `upto`. */
export type Stretch = { readonly after: number; readonly upto: number };

export const isWithin = (event: number, stretches: readonly Stretch[]): boolean =>
  stretches.some(({ after, upto }) => event > after && event <= upto);

/** Up to so many, SQLite finds each in an index by itself; above, one expression of them all would be too deep for it. */
export const FEW_STRETCHES = 50;

/** SQL: whether the event in `column` lies in one of the stretches. */
export function within(column: string, stretches: readonly Stretch[]): string {
  if (stretches.length <= FEW_STRETCHES) {
    const parts = stretches.map((stretch) => between(column, stretch));
    return parts.length === 0 ? "FALSE" : `(${parts.join(" OR ")})`;
  }
  const parts = merged(stretches);
  return `(${between(column, spanOf(parts))} AND ${halved(column, parts)})`;
}

/** The shortest stretch that all of these lie in; they are in order and at least one. */
const spanOf = (stretches: readonly Stretch[]): Stretch => ({
  after: stretches[0]?.after ?? 0,
  upto: stretches.at(-1)?.upto ?? 0,
});

const between = (column: string, { after, upto }: Stretch): string => `(${column} > ${after} AND ${column} <= ${upto})`;

/** A search by halves: as deep as the number of stretches has binary digits. */
function halved(column: string, stretches: readonly Stretch[]): string {
  const [first, ...rest] = stretches;
  if (first === undefined) return "FALSE";
  if (rest.length === 0) return between(column, first);
  const middle = stretches.length >> 1;
  const [low, high] = [stretches.slice(0, middle), stretches.slice(middle)];
  return `CASE WHEN ${column} <= ${spanOf(low).upto} THEN ${halved(column, low)} ELSE ${halved(column, high)} END`;
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
