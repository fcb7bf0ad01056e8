/** `general` holds every public category, `sealed` child abuse only (DESIGN 6). */
export const LIST_NAMES = ["general", "sealed"] as const;
export type ListName = (typeof LIST_NAMES)[number];
