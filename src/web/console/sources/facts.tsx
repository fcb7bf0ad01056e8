import type { Source } from "../../../core/source/source.ts";
import { formatNumber, formatShare, formatTime } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { categoryName, groundName } from "../../ui/terms.ts";
import { ORDERS } from "../orders/words.ts";
import { SOURCES } from "./words.ts";

/** What a source is set to, and how its list stands. */
export function Facts({ language, source }: { readonly language: Language; readonly source: Source }) {
  const words = SOURCES[language];
  const { terms } = ORDERS[language];
  const { file, bounds, order, applied } = source;
  const number = (value: number) => formatNumber(language, value);
  const given = (text: string | null) => (text === null ? "–" : <Ltr>{text}</Ltr>);
  return (
    <>
      <h2 class="govuk-heading-m">{words.stands}</h2>
      <SummaryList
        rows={[
          {
            key: words.applied,
            value:
              applied === null ? words.never : words.names(number(applied.names), formatTime(language, applied.at)),
          },
          {
            key: words.seenSame,
            value: source.succeededAt === null ? "–" : formatTime(language, source.succeededAt),
          },
          { key: words.nextFetch, value: source.enabled ? formatTime(language, source.nextAt) : words.paused },
        ]}
      />
      <h2 class="govuk-heading-m">{words.settings}</h2>
      <SummaryList
        rows={[
          { key: words.titleField, value: <bdi>{source.title}</bdi> },
          { key: words.organisation, value: source.organisation === null ? words.own : given(source.organisation) },
          {
            key: words.url,
            // Never a link: what is there is for the registry to fetch, not for a browser.
            value: (
              <Ltr>
                <code class="hifazat-address">{source.url}</code>
              </Ltr>
            ),
          },
          { key: words.hosts, value: given(source.hosts.join(", ")) },
          { key: words.schedule, value: given(source.schedule) },
          { key: words.format, value: given(`${file.format}, ${file.charset}`) },
          { key: words.finalNewline, value: words.finalNewlines[file.finalNewline] },
          { key: words.scope, value: words.scopes[file.scope] },
          ...(file.column === null ? [] : [{ key: words.column, value: given(file.column) }]),
          ...(file.delimiter === null ? [] : [{ key: words.delimiter, value: given(file.delimiter) }]),
          ...(file.agencies === null ? [] : [{ key: words.agencies, value: given(file.agencies) }]),
          { key: words.size, value: words.between(number(bounds.least), number(bounds.most)) },
          {
            key: words.changeAtOnce,
            value: words.byShares(formatShare(language, bounds.shrink), formatShare(language, bounds.growth)),
          },
          { key: words.ceilings, value: words.ceilingsOf(number(bounds.bytes), number(bounds.seconds)) },
          { key: terms.authority, value: <bdi>{order.authority}</bdi> },
          { key: terms.requestedBy, value: <bdi>{order.requestedBy}</bdi> },
          { key: terms.category, value: categoryName(language, order.category) },
          { key: terms.ground, value: <bdi>{groundName(language, order.ground)}</bdi> },
          { key: terms.law, value: <Ltr>{`${order.law}, ${order.provision}`}</Ltr> },
          {
            key: words.made,
            value: (
              <>
                <bdi>{source.createdBy}</bdi>, {formatTime(language, source.createdAt)}
              </>
            ),
          },
        ]}
      />
    </>
  );
}
