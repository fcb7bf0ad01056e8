/** The words of an entry's page. The English ones are the type of the Urdu ones. */
export const entryEn = {
  title: (id: string) => `Entry ${id} of the list`,
  lead: "This is blocked in Pakistan. The order that it stands on:",
  goneTitle: "No entry in force has this number",
  gone: "It may have been taken off the list, or there never was one. Check the address itself to see how it stands today.",
  check: "Check an address",
  data: "The same for programs (JSON)",
};

export type EntryWords = typeof entryEn;
