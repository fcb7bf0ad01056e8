import type { EntryRecord } from "../../../api/entry-search/deps.ts";
import { ownOnly } from "../../../api/orders/desk.ts";
import { actorOf, requires } from "../../../api/staff-route.ts";
import { HifazatError } from "../../../core/errors.ts";
import type { Happened } from "../../../core/order/fold.ts";
import { Button } from "../../ui/button.tsx";
import { formatDate, formatNumber, formatTime } from "../../ui/dates.ts";
import { ErrorSummary, type FormErrors, TextInput } from "../../ui/form.tsx";
import { type Language, languageOf } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { BackLink, Inset } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { Table } from "../../ui/table.tsx";
import { categoryName } from "../../ui/terms.ts";
import { appealPath } from "../cases/desks.ts";
import { Defanged } from "../defanged.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { ConsolePage, Csrf } from "../frame.tsx";
import { Due } from "../orders/list.tsx";
import { groundOf, hasRole, OrderName } from "../orders/part.tsx";
import { Timeline } from "../orders/timeline.tsx";
import { ORDERS } from "../orders/words.ts";
import type { ConsoleContext, ConsolePages } from "../pages.tsx";
import { type EntriesPart, State } from "./part.tsx";
import { ENTRIES } from "./words.ts";

/** One entry: what it stands on, since when, in which releases, what happened to it and who objected. */
export function entryPages(pages: ConsolePages, deps: ConsoleDeps, part: EntriesPart): void {
  const { desk, base } = part;
  const access = requires(desk.actions.read);
  pages.page(`${base}/:id`, access, (c) => show(c, deps, part, { revealed: desk.list === "general" }));

  if (desk.list === "general") return;
  // The same page with the address, for who has said why. It is kept nowhere.
  pages.action(`${base}/:id/reveal`, access, async (c, form) => {
    const { order } = entryOf(c, deps, part);
    const reason = form.text("reason");
    if (reason === "") {
      const text = ENTRIES[languageOf(c)].reasonNeeded;
      return show(c, deps, part, { revealed: false, errors: [{ field: "reason", text }] });
    }
    deps.orders.revealed(order, reason, actorOf(c));
    return show(c, deps, part, { revealed: true });
  });
}

function entryOf(c: ConsoleContext, { entries }: ConsoleDeps, { desk }: EntriesPart): EntryRecord {
  const id = /^e(\d{1,10})$/.exec(c.req.param("id") ?? "")?.[1];
  const found = id === undefined ? undefined : entries.entry(desk.list, Number(id), ownOnly(c)?.name ?? null);
  if (found === undefined) throw new HifazatError("not_found", "There is no such entry.");
  return found;
}

type Showing = { readonly revealed: boolean; readonly errors?: FormErrors };

async function show(c: ConsoleContext, deps: ConsoleDeps, part: EntriesPart, { revealed, errors = [] }: Showing) {
  const language = languageOf(c);
  const words = ENTRIES[language];
  const { base } = part;
  const entry = entryOf(c, deps, part);
  const { id, order, item, others } = entry;
  const title = words.entryTitle(`e${id}`);
  return sendPage(
    c,
    <ConsolePage
      {...{ c, language, title, here: "entries" }}
      assets={await deps.assets()}
      before={<BackLink language={language} href={base} />}
    >
      <ErrorSummary language={language} errors={errors} />
      <h1 class="govuk-heading-l">{title}</h1>
      <p>
        <State language={language} state={entry.state} />
      </p>
      {!revealed && (
        <form method="post" action={`${base}/e${id}/reveal`}>
          <Csrf c={c} />
          <Inset>{words.revealLead}</Inset>
          <TextInput {...{ language, errors, name: "reason", label: words.revealReason }} maxlength={500} />
          <Button look="secondary">{words.reveal}</Button>
        </form>
      )}
      <Facts {...{ c, language, part, entry, revealed }} />
      {others.length > 0 && (
        <Table
          caption={words.others}
          columns={[{ head: words.entry }, { head: words.order }, { head: words.state }]}
          rows={others.map((other) => [
            <a class="govuk-link" href={`${base}/e${other.id}`}>
              <Ltr>e{other.id}</Ltr>
            </a>,
            <OrderName order={other.order} />,
            <State language={language} state={other.state} />,
          ])}
        />
      )}
      <Timeline language={language} events={deps.orders.events(order).filter(({ event }) => isAbout(event, item))} />
    </ConsolePage>,
    errors.length === 0 ? 200 : 422,
  );
}

function Facts(props: {
  readonly c: ConsoleContext;
  readonly language: Language;
  readonly part: EntriesPart;
  readonly entry: EntryRecord;
  readonly revealed: boolean;
}) {
  const { c, language, part, entry, revealed } = props;
  const { id, order, target, state, published, unpublished, clearedUntil, appeals } = entry;
  const { terms, term } = order;
  const { list } = part.desk;
  const words = ENTRIES[language];
  const release = ({ number, at }: { readonly number: number; readonly at: number }) =>
    words.release(formatNumber(language, number), formatTime(language, at));
  return (
    <SummaryList
      rows={[
        { key: words.name, value: revealed ? <Defanged target={target} /> : words.hidden },
        { key: words.covers, value: ORDERS[language].scope[target.scope] },
        { key: words.category, value: categoryName(language, terms.category) },
        { key: words.ground, value: groundOf(language, order) },
        { key: words.law, value: <Ltr>{`${terms.law}, ${terms.provision}`}</Ltr> },
        {
          key: words.order,
          value: (
            <a class="govuk-link" href={`${part.orders}/o${order.id}`}>
              <OrderName order={order} />
            </a>
          ),
        },
        { key: words.item, value: formatNumber(language, entry.item) },
        { key: words.requestedBy, value: <bdi>{terms.requestedBy}</bdi> },
        ...(term === null ? [] : [{ key: words.since, value: formatDate(language, term.since) }]),
        ...(state === "removed"
          ? []
          : [{ key: words.due, value: <Due language={language} order={order} now={c.var.at} /> }]),
        { key: words.published, value: published === null ? words.notYet : release(published) },
        ...(unpublished === null ? [] : [{ key: words.unpublished, value: release(unpublished) }]),
        ...(clearedUntil === null || clearedUntil <= c.var.at
          ? []
          : [{ key: words.cleared, value: words.clearedUntil(formatDate(language, clearedUntil)) }]),
        ...(hasRole(c, list === "sealed" ? "sealed.read" : "appeal.read")
          ? [{ key: words.appeals, value: appeals.length === 0 ? words.noAppeal : <Appeals {...{ list, appeals }} /> }]
          : []),
        ...(list === "general" && (state === "published" || state === "leaving")
          ? [
              {
                key: words.publicPage,
                value: (
                  <a class="govuk-link" href={`/entries/e${id}`}>
                    <Ltr>/entries/e{id}</Ltr>
                  </a>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

const Appeals = ({ list, appeals }: { readonly list: "general" | "sealed"; readonly appeals: readonly string[] }) => (
  <>
    {appeals.map((reference) => (
      <div>
        <a class="govuk-link" href={appealPath(list, reference)}>
          <Ltr>{reference}</Ltr>
        </a>
      </div>
    ))}
  </>
);

/** Whether what happened to the order was about this item of it, too. */
function isAbout(event: Happened["event"], item: number): boolean {
  switch (event.kind) {
    case "items_added":
      return event.upload.first <= item && item <= event.upload.last;
    case "items_removed":
    case "revised":
    case "submitted":
    case "proposed":
    case "proposal_dropped":
    case "rejected":
      return false;
    case "held_decided":
      return [event.accept, event.reject].some((held) => held.kind === "some" && held.items.includes(item));
    case "withdrawn":
      return event.items === null || event.items.includes(item);
    case "suspended":
    case "resumed":
      return event.items.includes(item);
    default:
      return true;
  }
}
