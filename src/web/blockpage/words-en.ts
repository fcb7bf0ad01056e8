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
  privacy: "This page sets no cookie and does not record what you tried to open.",
};
