/** The words that every page shares. The English ones are the type of the Urdu ones: a missing key does not compile. */
export const uiEn = {
  service: "Hifazat",
  serviceLong: "Hifazat: the register of blocked addresses",
  skip: "Skip to main content",
  /** Leads to the other language, in that language. */
  otherLanguage: "اردو",
  menu: "Menu",
  back: "Back",
  wayBack: "Way back",
  problem: "There is a problem",
  error: "Error",
  errorPrefix: "Error: ",
  optional: "optional",
  next: "Next",
  previous: "Previous",
  pages: "Pages",
  warning: "Warning",
  success: "Done",
  important: "Important",
  change: "Change",
  nothing: "None",
  yes: "Yes",
  no: "No",
  footer: {
    heading: "About this service",
    accessibility: "Accessibility",
    help: "Help",
    api: "For programs (API)",
    law: "Prevention of Electronic Crimes Act 2016, section 37",
  },
  errors: {
    title: "Sorry, there is a problem",
    notFoundTitle: "Page not found",
    notFound: "If you typed the address, check it. If you followed a link, the page may have moved.",
    internal: "The failure is recorded. What you typed was not lost if you go back in your browser. Try again later.",
    unavailable: "This is not available at the moment. Try again in a few minutes.",
    tooMany: "Too many requests came from your network. Wait a few minutes, then try again.",
  },
};

export type UiWords = typeof uiEn;
