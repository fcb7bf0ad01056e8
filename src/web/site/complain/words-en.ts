import type { CategorySlug } from "../../../core/category.ts";
import type { Sign } from "../../../core/complaint/priority.ts";
import type { Province } from "../../../core/referral/referral.ts";

/** The words of a complaint. The English ones are the type of the Urdu ones. */
export const complainEn = {
  leave: "Leave this page at once",
  category: {
    title: "What do you complain about?",
    hint: "Choose what fits best; an officer can change it. Anyone may complain, without an account.",
    missing: "Choose what you complain about",
    call: "Is a child in danger now? Call:",
    examples: {
      "child-abuse":
        "Pictures or films of the abuse of a child, or somebody who presses a child for them. This goes before everything else.",
      defence: "Secrets of the armed forces, or calls to attack the state",
      "glory-of-islam": "Insults to Islam, the Prophet or the holy books",
      contempt: "Contempt of a court",
      decency: "Pornography and other indecent material",
      defamation: "Lies about a person, or an account that pretends to be somebody",
      modesty: "Intimate pictures of a person, real or made up, without consent",
      dignity: "Humiliation of a person, blackmail, private details of somebody",
      "public-order": "False news that causes panic or violence, fraud, false bank pages",
      "hate-speech": "Hatred of a sect, religion or people",
      incitement: "Calls to commit a crime",
      proxy: "Services that lead around blocks",
      miscellaneous: "Anything else that is unlawful",
    } as Record<CategorySlug, string>,
  },
  abuse: {
    warning: "Give only the address. Do not open it again, and do not copy, save or send anything.",
    helplines: "If a child is in danger, call now:",
  },
  addresses: {
    title: "Where is it?",
    hint: "The full address of each page, one on a line. Copy it from the browser's address bar. A precise address is blocked sooner, and nobody else is hit.",
    missing: "Give at least one address",
    tooMany: "At most 50 addresses in one complaint",
    tooLong: "An address has at most 4,096 characters",
  },
  details: {
    title: "What is unlawful there?",
    description: "In your own words",
    descriptionHint: "What is to be seen, and whom it harms. Do not write passwords or card numbers.",
    descriptionAbuseHint: "Only what helps to find the child or the culprit. Do not describe pictures.",
    efforts: "Did you report it to the site itself? What was the answer?",
    tooLong: "At most 5,000 characters",
    signs: "Do you know any of this?",
    signNames: {
      child_in_danger: "A child is in danger now",
      live_stream: "It is shown live",
      child_known: "I know who the child is",
      new_material: "It seems to be new",
    } as Record<Sign, string>,
    province: "Where is the child, as far as you know?",
    unknownProvince: "I do not know",
    provinces: {
      islamabad: "Islamabad",
      punjab: "Punjab",
      sindh: "Sindh",
      "khyber-pakhtunkhwa": "Khyber Pakhtunkhwa",
      balochistan: "Balochistan",
    } as Record<Province, string>,
  },
  check: {
    category: "Category",
    addresses: "Addresses",
    details: "Description",
    efforts: "Reported to the site",
    signs: "What you know",
    province: "Province",
    contact: "May we reach you",
    understoodAs: "read as",
    notUnderstood: "We cannot read this as an address. It is sent all the same, and an officer looks at it.",
    send: "Send the complaint",
  },
  done: {
    title: "We have your complaint",
    next: (limit: string) =>
      `An officer looks at it, usually within ${limit}. If they propose a block, a second officer decides.`,
    nextAbuse:
      "An officer looks at it before everything else. It goes to the FIA and to the child protection agency at the same time.",
    unread: (count: string) => `Addresses that we could not read, and that an officer will look at: ${count}`,
  },
};

export type ComplainWords = typeof complainEn;
