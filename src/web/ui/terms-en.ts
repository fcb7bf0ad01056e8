import type { CategorySlug } from "../../core/category.ts";
import type { Ground } from "../../core/ground.ts";

/** The words of the law and of the helplines, for every page. The English ones are the type of the Urdu ones. */
export const termsEn = {
  grounds: {
    "glory-of-islam": "Glory of Islam",
    security: "Integrity, security or defence of Pakistan",
    "public-order": "Public order",
    decency: "Decency or morality",
    contempt: "Contempt of court",
    offence: "Commission of or incitement to an offence under the Act",
  } as Record<Ground["slug"], string>,
  categories: {
    defence: "Security and Defence of Pakistan",
    "glory-of-islam": "Glory of Islam",
    contempt: "Contempt of Court",
    decency: "Decency and Morality",
    defamation: "Defamation and Impersonation",
    modesty: "Modesty of a Natural Person",
    dignity: "Dignity of a Natural Person",
    "public-order": "Public Order",
    "hate-speech": "Sectarian and Hate Speech",
    incitement: "Incitement to an Offence",
    proxy: "Proxy",
    miscellaneous: "Miscellaneous",
  } as Record<Exclude<CategorySlug, "child-abuse">, string>,
  /** Apart from the others: the pages that know only the general list must not have it among their words. */
  childAbuse: "Child Abuse",
};

export type Terms = typeof termsEn;
