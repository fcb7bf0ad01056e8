import type { ListName } from "../../../core/list-name.ts";
import type { SubscriberCoverage } from "../../../core/receipt/coverage.ts";
import { formatNumber, formatTime } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { Table } from "../../ui/table.tsx";
import { Behind, Identity, LeftOut, Seen, State } from "./parts.tsx";
import { COVERAGE } from "./words.ts";

/** One provider, and each of its programs as its last receipt says. */
export function ProviderFacts(props: {
  readonly language: Language;
  readonly provider: SubscriberCoverage;
  readonly list: ListName;
  readonly now: number;
}) {
  const { language, provider, list, now } = props;
  const words = COVERAGE[language];
  const { column, one } = words;
  const { state, release, identity, agents, silentSince } = provider;
  const count = (number: number): string => formatNumber(language, number);
  const general = list === "general";
  return (
    <>
      <SummaryList
        rows={[
          { key: words.list, value: words.lists[list] },
          {
            key: column.state,
            value: (
              <>
                <State {...{ language, state }} />{" "}
                {silentSince !== null && words.silentSince(formatTime(language, silentSince))}
              </>
            ),
          },
          { key: column.release, value: release === null ? "–" : count(release) },
          { key: column.lag, value: <Behind language={language} of={provider} /> },
          { key: column.seen, value: <Seen {...{ language, at: provider.seenAt, now }} /> },
          { key: column.identity, value: <Identity {...{ language, identity }} /> },
          ...(general ? [{ key: one.leftOut, value: <LeftOut {...{ language, agents }} /> }] : []),
        ]}
      />
      {agents.length === 0 ? (
        <p class="govuk-body">{one.noAgents}</p>
      ) : (
        <Table
          caption={one.agents}
          rowHeaders
          columns={[
            { head: one.token },
            { head: column.state },
            { head: column.release, numeric: true },
            { head: one.applied },
            { head: column.lag },
            { head: column.seen },
            { head: column.identity },
            { head: one.outputs, numeric: true },
            ...(general ? [{ head: one.allowed }, { head: one.leftOut }] : []),
          ]}
          rows={agents.map((agent) => [
            <>
              <bdi>{agent.label}</bdi> <Ltr>({agent.token})</Ltr>
            </>,
            <State language={language} state={agent.state} />,
            count(agent.release),
            <span class="hifazat-nowrap">{formatTime(language, agent.appliedAt)}</span>,
            <Behind language={language} of={agent} />,
            <Seen {...{ language, at: agent.seenAt, now }} />,
            <Identity language={language} identity={agent.identity} />,
            count(agent.failedOutputs),
            ...(general
              ? [
                  one.allowedLines(count(agent.allowed.lines), count(agent.allowed.leftOut)),
                  <LeftOut language={language} agents={[agent]} />,
                ]
              : []),
          ])}
        />
      )}
    </>
  );
}
