import type { Words } from "./words-ur.ts";

export const en: Words = {
  title: "This address is blocked",
  otherLanguage: "Read in English",
  blocked: "This address is blocked under the law of Pakistan. Your network is bound to carry out the order.",
  general:
    "The details of this block are not published, or the address has been taken off the list already and will open on this network shortly.",
  labels: {
    address: "Address on the list",
    entry: "Entry",
    category: "Category",
    ground: "Legal ground",
    law: "Law and provision",
    authority: "Ordered by",
    order: "Order number",
    since: "Blocked since",
    review: "To be reviewed",
  },
  appealTitle: "If you object",
  appeal:
    "Anyone affected by this block may appeal; the address is all that is needed. By law a review may be asked for within 30 days, and the order on review may be appealed to the High Court within 30 days.",
  appealLink: "Appeal",
  helpTitle: "Call for help",
  help: {
    "1121": "Child protection helpline",
    "1991": "FIA Cyber Crime Wing",
    "0800-39393": "Cyber harassment helpline, Digital Rights Foundation",
  },
  privacy: "This page sets no cookie and does not record what you tried to open.",
  grounds: {
    "glory-of-islam": "Glory of Islam",
    security: "Integrity, security or defence of Pakistan",
    "public-order": "Public order",
    decency: "Decency or morality",
    contempt: "Contempt of court",
    offence: "Commission of or incitement to an offence under the Act",
  },
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
  },
};
