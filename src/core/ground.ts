/** Legal grounds of PECA 2016, section 37(1) (LAW.md). Another named law is allowed: see `order.law`. */
export const GROUNDS = [
  { slug: "glory-of-islam", title: "Glory of Islam" },
  { slug: "security", title: "Integrity, security or defence of Pakistan" },
  { slug: "public-order", title: "Public order" },
  { slug: "decency", title: "Decency or morality" },
  { slug: "contempt", title: "Contempt of court" },
  { slug: "offence", title: "Commission of or incitement to an offence under the Act" },
] as const;

export type Ground = (typeof GROUNDS)[number];

/** The law that the grounds above belong to, as orders name it that name no other, and where it names them. */
export type DefaultLaw = { readonly law: string; readonly provision: string };
export const PECA: DefaultLaw = { law: "PECA 2016", provision: "s. 37(1)" };

/**
 * Finds a ground by slug or title, or by words that only one title has, ignoring case; undefined when none or several
 * would fit.
 */
export function findGround(text: string): Ground | undefined {
  return findByWords(GROUNDS, text);
}

/** The ground that a record names, by slug or by title, exactly: another law's ground is none of these. */
export const groundNamed = (text: string): Ground | undefined =>
  GROUNDS.find(({ slug, title }) => slug === text || title === text);

/** Finds the one member that a text names: by slug, by title, or by a part of exactly one title. */
export function findByWords<T extends { readonly slug: string; readonly title: string }>(
  members: readonly T[],
  text: string,
): T | undefined {
  const wanted = plainWords(text);
  if (wanted === "") return undefined;
  const exact = members.find((member) => plainWords(member.slug) === wanted || plainWords(member.title) === wanted);
  if (exact !== undefined) return exact;
  const fitting = members.filter((member) => ` ${plainWords(member.title)} `.includes(` ${wanted} `));
  return fitting.length === 1 ? fitting[0] : undefined;
}

function plainWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}
