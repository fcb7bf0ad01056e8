/** The words of the console's frame. Each part of the console has its own beside its pages. */
export const consoleEn = {
  service: "Hifazat console",
  signOut: "Sign out",
  footer: "What you do here is recorded under your name.",
  nav: {
    queue: "Cases",
    orders: "Orders",
    entries: "Entries",
    sources: "Sources",
    guard: "Guard lists",
    organisations: "Organisations",
    tokens: "Tokens",
    sealedKeys: "Sealed keys",
    releases: "Releases",
    coverage: "Coverage",
    dashboard: "Dashboard",
    audit: "Audit log",
    admin: "Accounts",
  },
};

export type ConsoleWords = typeof consoleEn;
