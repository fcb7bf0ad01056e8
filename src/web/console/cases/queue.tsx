import { forSession } from "../../../api/staff-route.ts";
import { CATEGORIES } from "../../../core/category.ts";
import { HifazatError } from "../../../core/errors.ts";
import { Button } from "../../ui/button.tsx";
import { Checkboxes, Select, TextInput } from "../../ui/form.tsx";
import { type Language, languageOf } from "../../ui/language.ts";
import { Details } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { Pagination } from "../../ui/pagination.tsx";
import { categoryName } from "../../ui/terms.ts";
import type { ConsoleDeps } from "../deps.ts";
import { ConsolePage, Csrf } from "../frame.tsx";
import type { ConsoleContext, ConsolePages } from "../pages.tsx";
import { mayEver } from "./desks.ts";
import { KeyList } from "./keys.tsx";
import {
  appealFilter,
  complaintFilter,
  QUEUE_DESKS,
  QUEUE_KINDS,
  QUEUE_PAGE,
  QUEUE_STATES,
  type QueueQuery,
  queueAddress,
  readQuery,
} from "./queue-filter.ts";
import { AppealLane, ComplaintLane } from "./queue-tables.tsx";
import { CASES } from "./words.ts";

/** How much of a lane stands above or below the complaints, before one looks at it by itself. */
const LANE = 10;

/** Everything that waits, the most urgent on top: child abuse, emergencies, the other complaints, appeals. */
export function queuePage(pages: ConsolePages, deps: ConsoleDeps): void {
  pages.page("/console/cases", forSession(), async (c) => {
    const reach = mayEver(c, "complaint.read");
    const reads = {
      general: reach !== undefined,
      appeals: mayEver(c, "appeal.read") !== undefined,
      sealed: mayEver(c, "sealed.read") !== undefined,
    };
    if (!reads.general && !reads.sealed) throw new HifazatError("forbidden", "None of your roles works on cases.");
    // Who works on the sealed desk alone sees all of that, and nothing of the other.
    c.set("reach", reach ?? "any");
    const language = languageOf(c);
    const query = readQuery(c);
    return sendPage(
      c,
      <ConsolePage
        {...{ c, language, title: CASES[language].queue.title, here: "queue", wide: true, scripts: ["queue.js"] }}
        assets={await deps.assets()}
      >
        <h1 class="govuk-heading-l">{CASES[language].queue.title}</h1>
        <Filter {...{ language, query, both: reads.general && reads.sealed }} />
        <form method="post" id="take">
          <Csrf c={c} />
        </form>
        <Lanes {...{ c, language, deps, query, reads }} />
        <p class="govuk-body hifazat-no-print">
          <a class="govuk-link" href="/console/cases/keys" data-keys-open>
            {CASES[language].queue.keys}
          </a>
        </p>
        <dialog id="keys" aria-labelledby="keys-title">
          <h2 class="govuk-heading-m" id="keys-title">
            {CASES[language].keys.title}
          </h2>
          <KeyList language={language} />
          <button type="button" class="govuk-button govuk-button--secondary" data-keys-close>
            {CASES[language].keys.close}
          </button>
        </dialog>
      </ConsolePage>,
    );
  });
}

type Reads = { readonly general: boolean; readonly appeals: boolean; readonly sealed: boolean };

function Lanes(props: {
  readonly c: ConsoleContext;
  readonly language: Language;
  readonly deps: ConsoleDeps;
  readonly query: QueueQuery;
  readonly reads: Reads;
}) {
  const { c, language, deps, query, reads } = props;
  const { complaints, appeals } = deps.cases;
  const words = CASES[language].queue;
  const general = reads.general && query.desk !== "sealed";
  const sealed = reads.sealed && query.desk !== "general";
  const wantsComplaints = query.kind !== "appeals";
  // Appeals are of no category.
  const wantsAppeals = query.kind !== "complaints" && query.category === "";
  // What has a page of its own is shown whole there, and by its beginning where it is one lane among others.
  const sealedAlone = query.desk === "sealed" || !reads.general;
  const paged = { limit: QUEUE_PAGE + 1, skip: (query.page - 1) * QUEUE_PAGE };
  const beginning = { limit: LANE + 1, skip: 0 };
  const first = query.page === 1;

  const abuse =
    sealed && wantsComplaints && (sealedAlone || first)
      ? complaints.queue("sealed", complaintFilter(c, query, sealedAlone ? paged : beginning))
      : [];
  const urgent =
    general && wantsComplaints && first
      ? complaints.queue("general", { ...complaintFilter(c, query, { limit: 200, skip: 0 }), urgency: "emergency" })
      : [];
  const others =
    general && wantsComplaints
      ? complaints.queue("general", { ...complaintFilter(c, query, paged), urgency: "normal" })
      : [];
  const appealPage = query.kind === "appeals" ? paged : beginning;
  const wantsAppealsHere = wantsAppeals && (first || query.kind === "appeals");
  const open =
    general && reads.appeals && wantsAppealsHere ? appeals.queue("general", appealFilter(c, query, appealPage)) : [];
  const closed = sealed && wantsAppealsHere ? appeals.queue("sealed", appealFilter(c, query, appealPage)) : [];

  const takes = {
    general: mayEver(c, "complaint.write") !== undefined,
    sealed: mayEver(c, "sealed.write") !== undefined,
  };
  const size = (page: { limit: number }) => page.limit - 1;
  const sealedSize = sealedAlone ? QUEUE_PAGE : LANE;
  const more =
    others.length > QUEUE_PAGE ||
    (sealedAlone && abuse.length > QUEUE_PAGE) ||
    (query.kind === "appeals" && Math.max(open.length, closed.length) > QUEUE_PAGE);
  const nothing = abuse.length + urgent.length + others.length + open.length + closed.length === 0;
  return (
    <>
      {abuse.length > 0 && (
        <ComplaintLane
          {...{ c, language, caption: words.sealed, list: "sealed", mayTake: takes.sealed }}
          complaints={abuse.slice(0, sealedSize)}
        />
      )}
      {!sealedAlone && abuse.length > sealedSize && (
        <More language={language} href={queueAddress(query, { desk: "sealed" })} />
      )}
      {urgent.length > 0 && (
        <ComplaintLane
          {...{ c, language, caption: words.emergency, list: "general", mayTake: takes.general, complaints: urgent }}
        />
      )}
      {others.length > 0 && (
        <ComplaintLane
          {...{ c, language, caption: words.complaints, list: "general", mayTake: takes.general }}
          complaints={others.slice(0, QUEUE_PAGE)}
        />
      )}
      {closed.length > 0 && (
        <AppealLane
          {...{
            c,
            language,
            caption: `${words.appeals}: ${words.desks.sealed}`,
            list: "sealed",
            mayTake: takes.sealed,
          }}
          appeals={closed.slice(0, size(appealPage))}
        />
      )}
      {open.length > 0 && (
        <AppealLane
          {...{
            c,
            language,
            caption: words.appeals,
            list: "general",
            mayTake: mayEver(c, "appeal.write") !== undefined,
          }}
          appeals={open.slice(0, size(appealPage))}
        />
      )}
      {query.kind !== "appeals" && Math.max(open.length, closed.length) > LANE && (
        <More language={language} href={queueAddress(query, { kind: "appeals", page: 1 })} />
      )}
      {nothing && <p class="govuk-body">{words.none}</p>}
      <Pagination
        language={language}
        previous={first ? undefined : queueAddress(query, { page: query.page - 1 })}
        next={more ? queueAddress(query, { page: query.page + 1 }) : undefined}
      />
    </>
  );
}

const More = ({ language, href }: { readonly language: Language; readonly href: string }) => (
  <p class="govuk-body">
    <a class="govuk-link" href={href}>
      {CASES[language].queue.more}
    </a>
  </p>
);

function Filter(props: { readonly language: Language; readonly query: QueueQuery; readonly both: boolean }) {
  const { language, query, both } = props;
  const { queue: words, states } = CASES[language];
  const common = { language, errors: [] };
  const narrowed = queueAddress(query, { page: 1 }) !== "/console/cases";
  return (
    <Details summary={words.filter} open={narrowed}>
      <form method="get" action="/console/cases" class="hifazat-filter">
        {both && (
          <Select
            {...common}
            name="desk"
            label={words.desk}
            value={query.desk}
            choices={QUEUE_DESKS.map((value) => ({ value, text: words.desks[value] }))}
          />
        )}
        <Select
          {...common}
          name="kind"
          label={words.kind}
          value={query.kind}
          choices={QUEUE_KINDS.map((value) => ({ value, text: words.kinds[value] }))}
        />
        <Select
          {...common}
          name="state"
          label={words.state}
          value={query.state}
          choices={QUEUE_STATES.map((value) => ({ value, text: states[value] }))}
        />
        <Select
          {...common}
          name="category"
          label={words.category}
          value={query.category}
          choices={[
            { value: "", text: words.anyCategory },
            ...CATEGORIES.map(({ slug }) => ({ value: slug, text: categoryName(language, slug) })),
          ]}
        />
        <TextInput {...common} name="text" label={words.text} hint={words.textHint} value={query.text} width={30} ltr />
        <Checkboxes
          {...common}
          name="mine"
          label={words.columns.officer}
          values={query.mine ? ["yes"] : []}
          choices={[{ value: "yes", text: words.mine }]}
          small
        />
        <div class="govuk-button-group">
          <Button look="secondary">{words.apply}</Button>
          {narrowed && (
            <a class="govuk-link" href="/console/cases">
              {words.clear}
            </a>
          )}
        </div>
      </form>
    </Details>
  );
}
