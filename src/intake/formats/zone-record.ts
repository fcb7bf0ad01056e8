/** A record of a zone file (RFC 1035, section 5.1). `owner` is absent when the line begins with white space. */
export type ZoneRecord = { owner: string | undefined; type: string; data: string };

const CLASS_OR_TTL = /^(?:IN|CH|HS|\d+[smhdw]?(?:\d+[smhdw])*)$/i;
const TYPE = /^[a-z][a-z0-9-]*$/i;

/** Reads owner, type and the first field of the data; undefined when the line has no type. */
export function zoneRecord(text: string): ZoneRecord | undefined {
  const fields = text.trim().split(/\s+/);
  const owner = /^\s/.test(text) ? undefined : fields.shift();
  while (fields[0] !== undefined && CLASS_OR_TTL.test(fields[0])) fields.shift();
  const type = fields[0];
  if (type === undefined || !TYPE.test(type)) return undefined;
  const data = fields[1];
  return data === undefined ? undefined : { owner, type: type.toUpperCase(), data };
}

/** Cuts the comment: from the first `;` that is neither quoted nor escaped. */
export function withoutZoneComment(text: string): string {
  if (!text.includes(";")) return text;
  return text.slice(0, bareCharacters(text).find(([character]) => character === ";")?.[1] ?? text.length);
}

/** How many more parentheses the line opens than it closes: a record goes on until the balance is 0 again. */
export function parenthesesOpened(text: string): number {
  if (!text.includes("(") && !text.includes(")")) return 0;
  let balance = 0;
  for (const [character] of bareCharacters(text)) {
    if (character === "(") balance += 1;
    else if (character === ")") balance -= 1;
  }
  return balance;
}

/** The special characters that stand outside quotes and escapes, with their places. */
function bareCharacters(text: string): [character: string, at: number][] {
  const found: [string, number][] = [];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "\\") at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === ";" || character === "(" || character === ")")) found.push([character, at]);
  }
  return found;
}
