/** Legal grounds of PECA 2016, section 37(1) (LAW.md). Another named law is allowed: see `order.law`. */
export const GROUNDS = [
  { slug: "glory-of-islam", title: "Glory of Islam" },
  { slug: "security", title: "Integrity, security or defence of Pakistan" },
  { slug: "public-order", title: "Public order" },
  { slug: "decency", title: "Decency or morality" },
  { slug: "contempt", title: "Contempt of court" },
  { slug: "offence", title: "Commission of or incitement to an offence under the Act" },
] as const;

export type GroundSlug = (typeof GROUNDS)[number]["slug"];
export type Ground = (typeof GROUNDS)[number];

/** Finds a ground by slug or title, ignoring case; undefined when there is none. */
export function findGround(text: string): Ground | undefined {
  const wanted = text.trim().toLowerCase();
  return GROUNDS.find((ground) => ground.slug === wanted || ground.title.toLowerCase() === wanted);
}
