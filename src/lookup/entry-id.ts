/** The public id of an entry: `e` and its number. */
export const entryId = (id: number): string => `e${id}`;

/** The number in a public id; undefined when the text is none. */
export function parseEntryId(text: string): number | undefined {
  return /^e[1-9]\d{0,14}$/.test(text) ? Number(text.slice(1)) : undefined;
}

/** Where a person affected by an entry asks for its removal (DESIGN 5). */
export const appealPath = (id: string): string => `/appeal?entry=${id}`;
