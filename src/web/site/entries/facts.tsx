import type { PublicEntry } from "../../../api/deps.ts";
import { shorten } from "../../blockpage/shown.ts";
import { formatDate } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { groundName, TERMS } from "../../ui/terms.ts";
import { ReadableName } from "../check/readable-name.tsx";
import { CHECK } from "../check/words.ts";

/** What is public of an entry: where it stands in law, since when, and until when. */
export function EntryFacts({ language, entry }: { readonly language: Language; readonly entry: PublicEntry }) {
  const { facts, scopes } = CHECK[language];
  // No word for `child-abuse`: it is on the sealed list, and this page knows nothing of that list.
  const categories: Readonly<Record<string, string>> = TERMS[language].categories;
  return (
    <SummaryList
      rows={[
        { key: facts.address, value: <ReadableName value={entry.value} /> },
        { key: facts.scope, value: scopes[entry.scope] },
        { key: facts.category, value: categories[entry.category] ?? <Ltr>{entry.category}</Ltr> },
        { key: facts.ground, value: groundName(language, entry.ground) },
        { key: facts.law, value: <Ltr>{shorten(`${entry.law}, ${entry.provision}`)}</Ltr> },
        { key: facts.authority, value: <bdi>{shorten(entry.authority)}</bdi> },
        { key: facts.order, value: <Ltr>{shorten(entry.order)}</Ltr> },
        { key: facts.since, value: formatDate(language, entry.since) },
        { key: facts.review, value: formatDate(language, entry.reviewAt) },
        { key: facts.expires, value: formatDate(language, entry.expiresAt) },
        { key: facts.entry, value: <Ltr>{entry.id}</Ltr> },
      ]}
    />
  );
}
