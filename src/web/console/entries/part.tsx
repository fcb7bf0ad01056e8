import { type Desk, GENERAL_DESK, SEALED_DESK } from "../../../api/orders/desk.ts";
import type { EntryState } from "../../../core/entry-state.ts";
import type { Language } from "../../ui/language.ts";
import { Tag, type TagColour } from "../../ui/notice.tsx";
import { hasRole } from "../orders/part.tsx";
import type { ConsoleContext } from "../pages.tsx";
import { ENTRIES } from "./words.ts";

/** A list's entries, with the pages of the orders they stand on. */
export type EntriesPart = { readonly desk: Desk; readonly base: string; readonly orders: string };

export const ENTRY_LISTS: readonly EntriesPart[] = [
  { desk: GENERAL_DESK, base: "/console/entries", orders: "/console/orders" },
  { desk: SEALED_DESK, base: "/console/sealed-entries", orders: "/console/sealed-orders" },
];

const COLOURS: Readonly<Record<EntryState, TagColour>> = {
  published: "green",
  waiting: "blue",
  leaving: "orange",
  set_aside: "purple",
  removed: "grey",
};

export const State = ({ language, state }: { readonly language: Language; readonly state: EntryState }) => (
  <Tag colour={COLOURS[state]}>{ENTRIES[language].states[state]}</Tag>
);

/** From one list to the other, for who may see both. */
export function Lists({ c, language, desk }: { c: ConsoleContext; language: Language; desk: Desk }) {
  const words = ENTRIES[language];
  const mine = ENTRY_LISTS.filter((part) => hasRole(c, part.desk.actions.read));
  if (mine.length < 2) return null;
  return (
    <nav aria-label={words.lists}>
      <ul class="hifazat-tabs">
        {mine.map((part) => (
          <li>
            <a class="govuk-link" href={part.base} aria-current={part.desk === desk ? "page" : undefined}>
              {words[part.desk.list]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
