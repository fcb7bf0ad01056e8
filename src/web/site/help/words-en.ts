import type { Limits } from "../../ui/dates.ts";
import type { Section } from "./prose.tsx";

/** How long a block stands that one officer ordered alone, and any other one usually. */
type Ends = { readonly alone: string; readonly expiry: string };
type Text = { title: string; lead: string; sections: readonly Section[] };

/** The pages of text. The English ones are the type of the Urdu ones. Only what is so may stand here. */
export const helpEn = {
  help: (limits: Limits, { alone, expiry }: Ends): Text => ({
    title: "How blocking works",
    lead: "What may be blocked in Pakistan, who decides it, how long it takes, and what you can do.",
    sections: [
      {
        title: "What may be blocked",
        text: [
          "Section 37 of the Prevention of Electronic Crimes Act 2016 lets the Authority block an address where that is necessary in the interest of one of these grounds, and of no other:",
        ],
        list: [
          "the glory of Islam",
          "the integrity, security or defence of Pakistan or any part of it",
          "public order",
          "decency or morality",
          "in relation to contempt of court, or to the commission of or incitement to an offence under the Act",
        ],
      },
      {
        title: "How it is decided",
        text: ["No address goes on the list by one person's hand."],
        list: [
          "An order names its number, who asked for it, the law and provision, the ground, the category, written reasons, and until when it stands.",
          "Every address is read by a program first. Shared endings such as .com, government and emergency services, and the network's own names are refused; popular and shared sites are held for one more officer.",
          `Two officers decide. Nobody approves what they wrote themselves. In an emergency one senior officer may decide alone; then it ends after ${alone} unless others confirm it.`,
          `An entry ends by itself, usually after ${expiry}, and is reviewed before that.`,
          "What was decided, by whom and why, is kept in a record that nobody can change unseen.",
        ],
      },
      {
        title: "How long it takes",
        text: ["The limits that officers work to:"],
        list: [
          `a complaint: ${limits.normal}; an emergency: ${limits.emergency}`,
          `child abuse: ${limits.child_abuse}, before everything else`,
          `an appeal: ${limits.review}`,
          "removals are published at once, never later than blocks",
        ],
      },
      {
        title: "How to object",
        text: [
          "Anyone affected may appeal: an owner, a host or a reader. The address is enough. It costs nothing and needs no account. Officers who had no part in the block decide, and may lift it while they look.",
          "The law gives 30 days to ask for a review, and 30 days after its decision to go to the High Court.",
        ],
      },
      {
        title: "What is not shown",
        text: [
          "Addresses of child abuse material are on a separate list. It is in no search, file or number here, because it would lead to the material. Whoever is blocked by it can still appeal.",
          "What you check here is not recorded. What you write in a complaint is encrypted and seen by the officers who work on it.",
        ],
      },
    ],
  }),
  objects: { check: "Check an address", complain: "Complain", appeal: "Appeal", parents: "For parents" },
  parents: {
    title: "For parents",
    lead: "If a child saw something harmful, was shown it, or is being pressed by somebody on the internet.",
    sections: [
      {
        title: "If a child is in danger now",
        text: ["Call a helpline first. You need not be sure, and you need not give your name."],
      },
      {
        title: "What to do",
        text: [],
        list: [
          "Stay calm and listen. Tell the child that it did nothing wrong.",
          "Do not pay, do not answer the person, and do not delete the conversation: it is evidence.",
          "Note the address, the name of the account and the time.",
          "If pictures of a child's abuse are involved: do not save, copy or send them, not even to report them. Give only the address. To keep or pass on such pictures is an offence itself.",
          "Report it to the platform and here. A complaint under Child Abuse goes before everything else and is passed to the FIA and to the child protection agency at the same time.",
        ],
      },
      {
        title: "What a block can and cannot do",
        text: [
          "A block makes an address hard to open in Pakistan. It does not delete anything, and it does not reach private messages. For what happens in an application, the helplines and the platform's own report are faster.",
          "Most telephones and home routers can limit what a child can open. Your internet provider can tell you how.",
        ],
      },
    ],
  } as Text,
  report: "Report child abuse",
  accessibility: {
    title: "Accessibility",
    lead: "How this site is made so that everybody can use it, and what to do where it is not enough.",
    sections: [
      {
        title: "What works",
        text: ["These things hold on every page of the public site:"],
        list: [
          "it works with the keyboard alone, and without script; only the private check needs script",
          "it can be read on a screen 375 points wide without scrolling sideways; wide tables scroll by themselves",
          "it is in English and in Urdu, and each language has its own direction for a screen reader",
          "nothing is told by colour alone, and every chart has a table with the same numbers",
          "nothing moves, nothing plays, and nothing has to be done within a time",
        ],
      },
      {
        title: "How it is tested",
        text: [
          "Pages are tested in Chromium with the axe rules, in both languages and at two widths; no violation is known. Automatic tests find only a part of what can be wrong: no test with people who use a screen reader has been made yet.",
        ],
      },
      {
        title: "What does not work well",
        text: [],
        list: [
          "the documentation for programs at /docs is in English only",
          "orders come from authorities as they wrote them; names of authorities and laws are not translated",
        ],
      },
      {
        title: "If something is in your way",
        text: [
          "Call one of the helplines below, or have somebody you trust send the complaint or appeal for you: no identity has to be shown for either.",
        ],
      },
    ],
  } as Text,
};

export type HelpWords = typeof helpEn;
