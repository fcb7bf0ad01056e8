/** The words that the public pages share, and the home page's. The English ones are the type of the Urdu ones. */
export const siteEn = {
  nav: {
    check: "Check an address",
    complain: "Complain",
    appeal: "Appeal",
    transparency: "Transparency",
    help: "Help",
  },
  helplines: "Helplines",
  elsewhere: {
    title: "This is done at the registry itself",
    text: "This server only answers whether something is blocked. Complaints, appeals and what was decided are on the registry's own site.",
    check: "Check an address",
  },
  home: {
    title: "Which addresses are blocked, and why",
    lead: "Hifazat is the register behind lawful blocking in Pakistan. Anyone can check an address here, see the order it stands on, ask for a block, or object to one.",
    ways: [
      {
        href: "/complain",
        title: "Complain about something unlawful",
        text: "Ask for an address to be blocked. No account is needed, and you may stay anonymous.",
      },
      {
        href: "/complaints",
        title: "Follow up a complaint or an appeal",
        text: "See where it stands, with the reference and the code that you were given.",
      },
      {
        href: "/appeal",
        title: "Appeal against a block",
        text: "If a block affects you, ask for it to be lifted. The address is all that is needed.",
      },
      {
        href: "/transparency",
        title: "Numbers and transparency",
        text: "How much is blocked, in which category, and under which orders.",
      },
      {
        href: "/help",
        title: "How blocking works",
        text: "What may be blocked, under which law, who decides, and how long it takes.",
      },
      {
        href: "/help/parents",
        title: "For parents",
        text: "What to do when a child sees or is shown something harmful, and whom to call.",
      },
    ],
  },
};

export type SiteWords = typeof siteEn;
