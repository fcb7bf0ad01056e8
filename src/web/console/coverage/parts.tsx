import type { AgentCoverage, CoverageState } from "../../../core/receipt/coverage.ts";
import type { IdentityVerdict } from "../../../core/receipt/receipt.ts";
import { formatDuration, formatNumber, formatSpan, formatTime } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { Tag, type TagColour } from "../../ui/notice.tsx";
import { COVERAGE } from "./words.ts";

const COLOURS: Readonly<Record<CoverageState, TagColour>> = {
  current: "green",
  behind: "orange",
  pinned: "yellow",
  silent: "red",
  never: "purple",
  suspended: "grey",
};

export const State = ({ language, state }: { readonly language: Language; readonly state: CoverageState }) => (
  <Tag colour={COLOURS[state]}>{COVERAGE[language].states[state]}</Tag>
);

/** How many releases it is behind, and how long the next one has been there. */
export function Behind(props: {
  readonly language: Language;
  readonly of: { readonly lagReleases: number | null; readonly lagSeconds: number | null };
}) {
  const { language, of } = props;
  const words = COVERAGE[language];
  if (of.lagReleases === null) return <>–</>;
  if (of.lagReleases === 0) return <>{words.nothing}</>;
  return (
    <>
      {words.releases(formatNumber(language, of.lagReleases))}
      {language === "ur" ? "، " : ", "}
      {formatDuration(language, of.lagSeconds ?? 0)}
    </>
  );
}

export function Seen(props: { readonly language: Language; readonly at: number | null; readonly now: number }) {
  const { language, at, now } = props;
  if (at === null) return <>–</>;
  return (
    <>
      {formatSpan(language, at, now)}
      <br />
      <span class="hifazat-quiet hifazat-nowrap">{formatTime(language, at)}</span>
    </>
  );
}

export function Identity(props: { readonly language: Language; readonly identity: IdentityVerdict | null }) {
  const { language, identity } = props;
  if (identity === null) return <>–</>;
  const text = COVERAGE[language].identity[identity];
  return identity === "right" ? text : <Tag colour={identity === "wrong" ? "red" : "yellow"}>{text}</Tag>;
}

/** Entries that its outputs could not carry, by reason; added up over its programs. */
export function LeftOut(props: {
  readonly language: Language;
  readonly agents: readonly Pick<AgentCoverage, "leftOut">[];
}) {
  const { language, agents } = props;
  const words = COVERAGE[language];
  const sums = new Map<string, number>();
  for (const { leftOut } of agents)
    for (const [reason, count] of Object.entries(leftOut)) sums.set(reason, (sums.get(reason) ?? 0) + count);
  const rows = [...sums].filter(([, count]) => count > 0).sort(([, one], [, other]) => other - one);
  if (rows.length === 0) return <>{words.nothing}</>;
  return (
    <>
      {rows.map(([reason, count]) => (
        <div>
          {formatNumber(language, count)}:{" "}
          {Object.hasOwn(words.reasons, reason) ? words.reasons[reason] : <Ltr>{reason}</Ltr>}
        </div>
      ))}
    </>
  );
}
