import type { GuardAnswer, GuardListsDeps } from "../../../api/guard-lists/deps.ts";
import { requires } from "../../../api/staff-route.ts";
import { GUARD_KINDS } from "../../../core/guard/guard-kind.ts";
import { Button } from "../../ui/button.tsx";
import { formatNumber, formatTime } from "../../ui/dates.ts";
import { ErrorSummary, type FormErrors, TextInput } from "../../ui/form.tsx";
import { type Language, languageOf } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { Tag, type TagColour } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { Table } from "../../ui/table.tsx";
import { Defanged, DefangedText } from "../defanged.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { ConsolePage } from "../frame.tsx";
import { Codes } from "../orders/why.tsx";
import type { ConsolePages } from "../pages.tsx";
import { GUARD } from "./words.ts";

const PAGE = "/console/guard";
type Lists = Awaited<ReturnType<GuardListsDeps["guardLists"]>>;
type Explain = ConsoleDeps["orders"]["explain"];

/** The lists that keep orders from blocking the innocent: what is loaded, and what they make of an address. */
export function guardPages(pages: ConsolePages, deps: ConsoleDeps): void {
  pages.page(PAGE, requires("guard.read"), async (c) => {
    const language = languageOf(c);
    const words = GUARD[language];
    const asked = c.req.query("name")?.trim().slice(0, 2_000);
    const lists = await deps.guards.guardLists();
    // While a list is missing nobody can say what would become of anything: the table says so.
    const able = lists.sources.every(({ state }) => state !== "missing");
    const answer = asked && able ? await deps.guards.askGuard(asked) : undefined;
    const errors: FormErrors = asked === "" ? [{ field: "name", text: words.nothing }] : [];
    return sendPage(
      c,
      <ConsolePage {...{ c, language, title: words.title, here: "guard" }} assets={await deps.assets()}>
        <ErrorSummary language={language} errors={errors} />
        <h1 class="govuk-heading-l">{words.title}</h1>
        <p class="govuk-body">{words.lead}</p>
        <form method="get" action={PAGE}>
          <TextInput
            {...{ language, errors, name: "name", label: words.address, hint: words.addressHint }}
            value={asked ?? ""}
            ltr
          />
          <Button look="secondary">{words.submit}</Button>
        </form>
        {answer !== undefined && <Answer {...{ language, answer, asked: asked ?? "" }} explain={deps.orders.explain} />}
        <Loaded language={language} lists={lists} />
      </ConsolePage>,
      errors.length === 0 ? 200 : 422,
    );
  });
}

const COLOURS = { pass: "green", hold: "yellow", refuse: "red" } as const satisfies Record<string, TagColour>;

function Answer(props: {
  readonly language: Language;
  readonly answer: GuardAnswer;
  readonly asked: string;
  readonly explain: Explain;
}) {
  const { language, answer, asked, explain } = props;
  const words = GUARD[language];
  if (answer.kind === "refused")
    return (
      <>
        <h2 class="govuk-heading-m">{words.answer}</h2>
        <SummaryList
          rows={[
            { key: words.address, value: <DefangedText text={asked} /> },
            { key: words.outcome, value: <Tag colour="red">{words.unread}</Tag> },
            { key: words.why, value: <Codes {...{ language, explain }} codes={answer.code} /> },
          ]}
        />
      </>
    );
  const { target, outcome, matches } = answer;
  const codes = outcome.kind === "pass" ? "" : outcome.kind === "refuse" ? outcome.code : outcome.reasons.join(",");
  return (
    <>
      <h2 class="govuk-heading-m">{words.answer}</h2>
      <SummaryList
        rows={[
          { key: words.read, value: <Defanged target={target} /> },
          {
            key: words.outcome,
            value: <Tag colour={COLOURS[outcome.kind]}>{words.outcomes[outcome.kind]}</Tag>,
          },
          { key: words.why, value: codes === "" ? words.noWhy : <Codes {...{ language, explain, codes }} /> },
        ]}
      />
      {matches.length > 0 && (
        <Table
          caption={words.rules}
          columns={[{ head: words.kind }, { head: words.address }, { head: words.why }]}
          rows={matches.map(({ kind, name, how }) => [words.kinds[kind], <DefangedText text={name} />, words.how[how]])}
        />
      )}
    </>
  );
}

function Loaded({ language, lists }: { readonly language: Language; readonly lists: Lists }) {
  const words = GUARD[language];
  const { shipped, sources } = lists;
  return (
    <>
      <h2 class="govuk-heading-m">{words.loaded}</h2>
      <Table
        caption={words.shipped}
        rowHeaders
        columns={[{ head: words.kind }, { head: words.effect }, { head: words.names, numeric: true }]}
        rows={GUARD_KINDS.map((kind) => [
          words.kinds[kind],
          kind === "protected" ? words.does.protected : words.does.other,
          formatNumber(language, shipped[kind]),
        ])}
      />
      {sources.length === 0 ? (
        <p class="govuk-body">{words.none}</p>
      ) : (
        <Table
          caption={words.configured}
          columns={[
            { head: words.kind },
            { head: words.from },
            { head: words.names, numeric: true },
            { head: words.readAt },
            { head: words.state },
            { head: words.bad, numeric: true },
          ]}
          rows={sources.map(({ kind, from, state, names, readAt, bad, error }) => [
            words.kinds[kind],
            <Ltr>{from}</Ltr>,
            formatNumber(language, names),
            readAt === null ? "–" : formatTime(language, readAt),
            <>
              <Tag colour={STATES[state]}>{words.states[state]}</Tag>
              {error !== null && (
                <>
                  <br />
                  <Ltr>{error.message}</Ltr>
                </>
              )}
            </>,
            formatNumber(language, bad),
          ])}
        />
      )}
      <p class="govuk-body">{words.change}</p>
    </>
  );
}

const STATES = { fresh: "green", cached: "orange", missing: "red" } as const satisfies Record<string, TagColour>;
