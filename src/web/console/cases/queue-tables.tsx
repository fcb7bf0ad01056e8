import type { Child } from "hono/jsx";
import type { AppealSummary } from "../../../core/appeal/view.ts";
import type { Lock } from "../../../core/complaint/complaint.ts";
import type { ComplaintSummary } from "../../../core/complaint/view.ts";
import type { ListName } from "../../../core/list-name.ts";
import { formatNumber } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { Tag, type TagColour } from "../../ui/notice.tsx";
import { Table } from "../../ui/table.tsx";
import { categoryName } from "../../ui/terms.ts";
import type { ConsoleContext } from "../pages.tsx";
import { appealPath, complaintPath } from "./desks.ts";
import { Due } from "./due.tsx";
import { holdingOf } from "./lock-notice.tsx";
import { CASES } from "./words.ts";

type Lane = {
  readonly c: ConsoleContext;
  readonly language: Language;
  readonly caption: string;
  readonly list: ListName;
  /** The caller's roles take cases of this desk. */
  readonly mayTake: boolean;
};

/** Some complaints of a desk. Their take buttons belong to the page's one form, `take`. */
export function ComplaintLane({ complaints, ...lane }: Lane & { readonly complaints: readonly ComplaintSummary[] }) {
  const { c, language, caption, list, mayTake } = lane;
  const words = CASES[language];
  const { columns } = words.queue;
  return (
    <Table
      caption={caption}
      columns={[
        { head: columns.reference },
        { head: columns.about },
        { head: columns.addresses, numeric: true },
        { head: columns.state },
        { head: columns.due },
        { head: columns.officer },
        ...(mayTake ? [{ head: columns.act }] : []),
      ]}
      rows={complaints.map((complaint) => {
        const { reference, state, category, channel, clock, lock, addresses } = complaint;
        const path = complaintPath(list, reference);
        return [
          <Reference path={path} reference={reference} />,
          <>
            {categoryName(language, category)}
            <br />
            <span class="hifazat-quiet">{words.channels[channel]}</span>
          </>,
          formatNumber(language, addresses),
          <Tag colour={STATE_COLOURS[state]}>{words.states[state]}</Tag>,
          <Due {...{ language, clock, now: c.var.at }} />,
          <Taken {...{ c, language, lock }} />,
          ...(mayTake ? [<Take {...{ c, language, lock, path, reference }} open={isOpen(state)} />] : []),
        ];
      })}
    />
  );
}

/** Some appeals of a desk. */
export function AppealLane({ appeals, ...lane }: Lane & { readonly appeals: readonly AppealSummary[] }) {
  const { c, language, caption, list, mayTake } = lane;
  const words = CASES[language];
  const { columns, entryOf, noEntry } = words.queue;
  return (
    <Table
      caption={caption}
      columns={[
        { head: columns.reference },
        { head: columns.about },
        { head: columns.state },
        { head: columns.due },
        { head: columns.officer },
        ...(mayTake ? [{ head: columns.act }] : []),
      ]}
      rows={appeals.map(({ reference, state, capacity, entry, clock, lock }) => {
        const path = appealPath(list, reference);
        return [
          <Reference path={path} reference={reference} />,
          <>
            {entry === null ? noEntry : entryOf(`e${entry}`)}
            <br />
            <span class="hifazat-quiet">{words.capacities[capacity]}</span>
          </>,
          <Tag colour={STATE_COLOURS[state]}>{words.states[state]}</Tag>,
          <Due {...{ language, clock, now: c.var.at }} />,
          <Taken {...{ c, language, lock }} />,
          ...(mayTake ? [<Take {...{ c, language, lock, path, reference }} open={isOpen(state)} />] : []),
        ];
      })}
    />
  );
}

export const STATE_COLOURS = {
  received: "blue",
  under_review: "yellow",
  joined: "grey",
  ordered: "purple",
  proposed: "purple",
  concluded: "grey",
} as const satisfies Record<string, TagColour>;

const isOpen = (state: string): boolean => state === "received" || state === "under_review";

const Reference = ({ path, reference }: { readonly path: string; readonly reference: string }) => (
  <a class="govuk-link hifazat-nowrap" href={path} data-row>
    <Ltr>{reference}</Ltr>
  </a>
);

function Taken({ c, language, lock }: { c: ConsoleContext; language: Language; lock: Lock | null }): Child {
  const { free, you } = CASES[language].queue;
  switch (holdingOf(c, lock)) {
    case "free":
      return <span class="hifazat-quiet">{free}</span>;
    case "mine":
      return <strong>{you}</strong>;
    case "locked":
      return <bdi>{lock?.officer}</bdi>;
  }
}

function Take(props: {
  readonly c: ConsoleContext;
  readonly language: Language;
  readonly lock: Lock | null;
  readonly path: string;
  readonly reference: string;
  readonly open: boolean;
}): Child {
  const { c, language, lock, path, reference, open } = props;
  if (!open || holdingOf(c, lock) !== "free") return null;
  const { take, takeOf } = CASES[language].queue;
  return (
    <button
      type="submit"
      form="take"
      formaction={`${path}/take`}
      class="govuk-button govuk-button--secondary hifazat-small-button"
      aria-label={takeOf(reference)}
      data-take
    >
      {take}
    </button>
  );
}
