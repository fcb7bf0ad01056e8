/** The words of the private check; the program in the browser is given them by the page. */
export const privateEn = {
  title: "Check privately",
  lead: "Here your own browser reads the address and works out what would cover it. It sends the first five digits of a digest of each, never the address. The registry answers with every digest on the list that begins so, and the browser compares.",
  needsScript: "This page needs script. Without script, a program can do the same:",
  curlText:
    "Work out the SHA-256 digest of the name, ask for its first five digits, and look for the rest in the answer. Ask for each parent name in the same way, and put = before a name to ask for an entry of that name alone.",
  label: "Web address or name",
  button: "Check privately",
  working: "Checking…",
  blocked: "Yes, this is blocked",
  blockedBy: "By an entry for",
  clear: "No, this is not on the public list",
  refused: "This cannot be looked up: it is not a name or a web address that could be on the list.",
  failed: "The registry did not answer. Try again in a few minutes.",
  missing: "Enter a web address or a name",
  sent: (count: string) => `Sent: ${count} times five digits, and nothing else.`,
  ask: "See the order and the reasons. This sends the name of the entry to the registry.",
  open: "Check openly instead",
};

export type PrivateWords = typeof privateEn;
