const DOTS = /\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)|\{dot\}/gi;

/**
 * Turns the ways people make an address unclickable back: `hxxp://`, `h**p://`, `[://]`, `example[.]com`, `(dot)`. Dots
 * in the path are turned only when the host had such dots: `/a(.)b` is a path of its own.
 */
export function refang(word: string): string {
  if (!/[[({]|^h(?:xx|\*\*)p/i.test(word)) return word;
  const text = word
    .replace(/^h(?:xx|\*\*|tt)(ps?)(?::|\[:\])(?:\/\/|\[\/\/\])/i, "htt$1://")
    .replace(/^h(?:xx|\*\*|tt)(ps?)\[:\/\/\]/i, "htt$1://");
  const authority = /^(?:https?:\/\/)?[^/\\?#]*/i.exec(text)?.[0] ?? "";
  const plain = authority.replace(DOTS, ".").replace(/\[:\](?=[0-9]+$)/, ":");
  if (plain === authority) return text;
  return plain + text.slice(authority.length).replace(DOTS, ".");
}
