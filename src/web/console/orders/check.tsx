import { csvOf } from "../../../api/orders/csv.ts";
import type { Check, Item } from "../../../api/orders/deps.ts";
import { orderToChange } from "../../../api/orders/desk.ts";
import { itemView } from "../../../api/orders/schema.ts";
import { actorOf } from "../../../api/staff-route.ts";
import type { ItemOutcome } from "../../../core/order/order.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { formatNumber } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { BackLink, Details, Inset, Notification } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { Pagination } from "../../ui/pagination.tsx";
import { Table } from "../../ui/table.tsx";
import { Defanged, DefangedText } from "../defanged.tsx";
import { ConsolePage, Csrf } from "../frame.tsx";
import { type ConsoleContext, seeOther } from "../pages.tsx";
import { csvAnswer, pagedText } from "./download.ts";
import { Tick, tickedItems } from "./items.tsx";
import { access, isOutcome, type OrdersPart, opened, totalOf } from "./part.tsx";
import { firstOutcome, OutcomeTabs } from "./tabs.tsx";
import { Codes, Why } from "./why.tsx";
import { ORDERS } from "./words.ts";

const PAGE = 100;
const DOWNLOAD_PAGE = 2_000;
/** What its sender has to mend, or somebody else has to decide on. */
const BAD = ["refused", "held", "skipped", "duplicate"] as const;

/**
 * What would become of every row of a file, before anything is saved. Whoever sent it sees its addresses, also at the
 * sealed desk: nobody else's are shown.
 */
export function checkPages(part: OrdersPart): void {
  const { pages, deps, desk, base } = part;
  const { checks, explain } = deps.orders;
  const at = `${base}/:id/uploads/:check`;

  function found(c: ConsoleContext): { readonly open: ReturnType<typeof opened>; readonly check: Check } {
    const open = opened(c, part);
    const check = checks.find(`o${open.order.id}`, c.req.param("check") ?? "");
    return { open, check };
  }

  pages.page(at, access(part, "write"), async (c) => {
    const { open, check } = found(c);
    const { order, language, path, words } = open;
    const here = `${path}/uploads/${check.id}`;
    const { state } = check;
    const busy = state.kind === "checking" || state.kind === "saving";
    const known = state.kind === "checked" ? state.counts : undefined;
    const asked = c.req.query("outcome");
    const outcome = isOutcome(asked) ? asked : known === undefined ? "refused" : firstOutcome(known);
    const from = Number(/^\d{1,12}$/.exec(c.req.query("from") ?? "")?.[0] ?? 0);
    const href = (of: ItemOutcome, next?: number) =>
      `${here}?outcome=${of}${next === undefined ? "" : `&from=${next}`}`;
    const page =
      state.kind === "checking" || state.kind === "checked"
        ? await checks.rows(`o${order.id}`, check.id, outcome, from, PAGE)
        : undefined;
    return sendPage(
      c,
      <ConsolePage
        c={c}
        language={language}
        assets={await deps.assets()}
        title={words.check.title}
        here="orders"
        before={<BackLink language={language} href={path} />}
        scripts={busy ? ["progress.js"] : []}
        refreshSeconds={busy ? 2 : undefined}
        wide
      >
        <h1 class="govuk-heading-l">
          {words.check.title}: <bdi>{check.name}</bdi>
        </h1>
        <Standing language={language} check={check} here={here} path={path} />
        {page !== undefined && (
          <>
            <OutcomeTabs language={language} counts={known} current={outcome} href={(of) => href(of)} />
            <form method="post" action={`${here}/rows?outcome=${outcome}&from=${from}`}>
              <Csrf c={c} />
              <Rows language={language} rows={page.rows} outcome={outcome} without={check.without} explain={explain} />
              {known !== undefined && page.rows.some(({ target }) => target !== null) && (
                <Button look="secondary">{words.check.leaveOut}</Button>
              )}
            </form>
            <Pagination
              language={language}
              previous={from > 0 ? href(outcome) : undefined}
              next={page.next === null ? undefined : href(outcome, page.next)}
            />
          </>
        )}
        {state.kind === "checked" && <Ending c={c} language={language} check={check} here={here} explain={explain} />}
      </ConsolePage>,
    );
  });

  pages.page(`${at}/state`, access(part, "write"), async (c) => {
    const { open, check } = found(c);
    const { state } = check;
    if (state.kind !== "checking" && state.kind !== "saving") return c.json({ done: true });
    const { language, words } = open;
    const text = words.check[state.kind](formatNumber(language, state.items));
    return c.json({ done: false, items: state.items, text }, 200, { "cache-control": "no-store" });
  });

  pages.page(`${at}/bad.csv`, access(part, "write"), async (c) => {
    const { check } = found(c);
    type Place = { readonly outcome: number; readonly from: number };
    const text = pagedText<Place>({ outcome: 0, from: 0 }, async ({ outcome, from }) => {
      const page = await checks.rows(check.order, check.id, BAD[outcome] ?? "refused", from, DOWNLOAD_PAGE);
      const rows = page.rows.map((item) => itemView(item, explain));
      const on = page.next !== null ? { outcome, from: page.next } : { outcome: outcome + 1, from: 0 };
      return { text: csvOf(rows, outcome === 0 && from === 0), next: on.outcome < BAD.length ? on : null };
    });
    return csvAnswer(text, `${check.order}-rows-to-mend.csv`);
  });

  pages.action(`${at}/rows`, access(part, "write"), async (c, form) => {
    const { open, check } = found(c);
    const shown = form.all("shown").map(Number);
    const out = tickedItems(form);
    const back = shown.filter((item) => !out.includes(item));
    checks.leaveOut(check.order, check.id, out, back);
    return seeOther(`${open.path}/uploads/${check.id}${new URL(c.req.url).search}`);
  });

  pages.action(`${at}/save`, access(part, "write"), async (c) => {
    orderToChange(c, deps.orders, desk);
    const { open, check } = found(c);
    checks.save(check.order, check.id, actorOf(c));
    return seeOther(`${open.path}/uploads/${check.id}`);
  });

  pages.action(`${at}/drop`, access(part, "write"), async (c) => {
    const { open, check } = found(c);
    await checks.drop(check.order, check.id);
    return seeOther(`${open.path}/upload`);
  });
}

type StandingProps = {
  readonly language: Language;
  readonly check: Check;
  readonly here: string;
  readonly path: string;
};

/** How far it is, or how it ended. */
function Standing({ language, check, here, path }: StandingProps) {
  const { state, lines, without } = check;
  const { check: words, file, items } = ORDERS[language];
  const number = (value: number) => formatNumber(language, value);
  switch (state.kind) {
    case "checking":
    case "saving":
      return (
        <div data-progress={`${here}/state`}>
          <p class="govuk-body" aria-live="polite">
            {words[state.kind](number(state.items))}
          </p>
          <progress
            class="hifazat-progress"
            aria-label={words.progress}
            max={lines ?? undefined}
            value={lines === null ? undefined : Math.min(state.items, lines)}
          />
        </div>
      );
    case "checked": {
      const ignored = Object.values(state.verdict.ignored).reduce((total, value) => total + value, 0);
      return (
        <>
          <p class="govuk-body">{words.checked(number(state.verdict.lines))}</p>
          {ignored > 0 && <p class="govuk-body">{words.ignored(number(ignored))}</p>}
          {without.length > 0 && <Inset>{words.ticked(number(without.length))}</Inset>}
        </>
      );
    }
    case "saved":
      return (
        <>
          <Notification language={language} success={!state.already}>
            {state.already ? words.already : words.saved(number(totalOf(state.order)))}
          </Notification>
          <ButtonLink href={path}>{items.title}</ButtonLink>
        </>
      );
    case "failed":
      return (
        <>
          <Notification language={language}>
            {words.failed}: {file[state.code] ?? state.message}
          </Notification>
          <ButtonLink href={`${path}/upload`}>{words.again}</ButtonLink>
        </>
      );
  }
}

function Rows(props: {
  readonly language: Language;
  readonly rows: readonly Item[];
  readonly outcome: ItemOutcome;
  readonly without: readonly number[];
  readonly explain: (codes: string) => string;
}) {
  const { language, rows, outcome, without, explain } = props;
  const { column, outcome: outcomes, scope, items } = ORDERS[language];
  if (rows.length === 0) return <p class="govuk-body">{items.empty}</p>;
  const out = new Set(without);
  return (
    <>
      {rows.map(({ seq }) => (
        <input type="hidden" name="shown" value={String(seq)} />
      ))}
      <Table
        caption={outcomes[outcome]}
        columns={[
          { head: column.leaveOut },
          { head: column.line, numeric: true },
          { head: column.text },
          { head: column.target },
          { head: column.scope },
          { head: column.why },
        ]}
        rows={rows.map((item) => [
          item.target !== null && (
            <Tick
              item={item.seq}
              label={`${column.leaveOut}: ${column.line} ${item.line}`}
              checked={out.has(item.seq)}
            />
          ),
          formatNumber(language, item.line),
          <DefangedText text={item.text} />,
          item.target === null ? "–" : <Defanged target={item.target} />,
          item.target === null ? "–" : scope[item.target.scope],
          <Why language={language} item={item} explain={explain} />,
        ])}
      />
    </>
  );
}

function Ending(props: {
  readonly c: ConsoleContext;
  readonly language: Language;
  readonly check: Check;
  readonly here: string;
  readonly explain: (codes: string) => string;
}) {
  const { c, language, check, here, explain } = props;
  const { check: words } = ORDERS[language];
  if (check.state.kind !== "checked") return null;
  const { counts, verdict } = check.state;
  const codes = Object.entries(verdict.codes).sort(([, one], [, other]) => other - one);
  const usable = counts.accepted + counts.held - check.without.length;
  return (
    <>
      {codes.length > 0 && (
        <>
          <Details summary={words.codes}>
            <ul class="govuk-list govuk-list--bullet">
              {codes.map(([code, times]) => (
                <li>
                  <Codes language={language} codes={code} explain={explain} /> ({formatNumber(language, times)})
                </li>
              ))}
            </ul>
          </Details>
          <p class="govuk-body">
            <a class="govuk-link" href={`${here}/bad.csv`}>
              {words.download}
            </a>
          </p>
        </>
      )}
      {usable > 0 ? <p class="govuk-hint">{words.saveHint}</p> : <p class="govuk-body">{words.nothingToSave}</p>}
      <div class="govuk-button-group">
        {usable > 0 && (
          <form method="post" action={`${here}/save`}>
            <Csrf c={c} />
            <Button>{words.save}</Button>
          </form>
        )}
        <form method="post" action={`${here}/drop`}>
          <Csrf c={c} />
          <Button look="secondary">{words.drop}</Button>
        </form>
      </div>
    </>
  );
}
