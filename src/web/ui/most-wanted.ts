/** The known member with the highest weight, the first of equals (RFC 9110, 12.4.2). */
export function mostWanted<T>(header: string | undefined, known: (name: string) => T | undefined): T | undefined {
  let best: T | undefined;
  let bestWeight = 0;
  for (const member of header?.split(",", MAX_MEMBERS) ?? []) {
    const [name = "", ...parameters] = member.split(";").map((part) => part.trim().toLowerCase());
    const weight = Number(parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? 1);
    const found = weight > bestWeight ? known(name) : undefined;
    if (found === undefined) continue;
    best = found;
    bestWeight = weight;
  }
  return best;
}

/** More than any browser sends; a longer header is not read further. */
const MAX_MEMBERS = 64;
