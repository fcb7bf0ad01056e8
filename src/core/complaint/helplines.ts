/** Shown to whoever complains of child abuse (LAW.md). */
export const CHILD_HELPLINES = [
  { name: "Child protection helpline", number: "1121" },
  { name: "FIA cyber crime helpline", number: "1991" },
] as const;
