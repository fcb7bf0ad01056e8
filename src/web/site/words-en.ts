/** The words of the public pages. The English ones are the type of the Urdu ones: a missing key does not compile. */
export const siteEn = {
  nav: {
    check: "Check an address",
    complain: "Complain",
    appeal: "Appeal",
    transparency: "Transparency",
    help: "Help",
  },
  home: {
    title: "Which addresses are blocked, and why",
    lead: "Hifazat is the register behind lawful blocking in Pakistan. Anyone can check an address here, see the order it stands on, ask for a block, or object to one.",
    check: "Check an address",
  },
};

export type SiteWords = typeof siteEn;
