import { orderToChange } from "../../../api/orders/desk.ts";
import { actorOf } from "../../../api/staff-route.ts";
import { isStanding } from "../../../core/order/decision.ts";
import type { OrderRecord } from "../../../core/order/order.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { formatNumber, formatTime } from "../../ui/dates.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { BackLink, Inset } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { Table } from "../../ui/table.tsx";
import { categoryName } from "../../ui/terms.ts";
import { ConsolePage, Csrf } from "../frame.tsx";
import { type ConsoleContext, seeOther } from "../pages.tsx";
import { Due } from "./list.tsx";
import {
  access,
  Done,
  groundOf,
  hasRole,
  OrderName,
  type OrdersPart,
  OUTCOMES,
  opened,
  State,
  totalOf,
} from "./part.tsx";
import { type Refused, refusedAgain } from "./refused.tsx";
import { Timeline } from "./timeline.tsx";

type Opened = ReturnType<typeof opened>;

/** One order: what it says, what became of its lines, what happened to it, and what can be done now. */
export function orderPages(part: OrdersPart): void {
  const { pages, deps, desk, base } = part;
  const show = async (c: ConsoleContext, status: Refused["status"] = 200, above?: Refused["banner"]) => {
    const open = opened(c, part);
    const { order, language, words, path } = open;
    const importing = deps.orders.importing(`o${order.id}`);
    return sendPage(
      c,
      <ConsolePage
        c={c}
        language={language}
        assets={await deps.assets()}
        title={`${order.terms.authority} ${order.terms.number}`}
        here="orders"
        before={<BackLink language={language} href={base} />}
        refreshSeconds={importing.length > 0 ? 3 : undefined}
      >
        {above}
        <Done c={c} language={language} />
        <h1 class="govuk-heading-l">
          <OrderName order={order} />
        </h1>
        <p>
          <State language={language} order={order} />
        </p>
        {importing.map(({ items }) => (
          <Inset>{words.importing(formatNumber(language, items))}</Inset>
        ))}
        <Actions c={c} part={part} open={open} />
        <Terms open={open} now={c.var.at} editable={isEditable(order) && hasRole(c, desk.actions.write)} />
        <h2 class="govuk-heading-m">{words.counts.heading}</h2>
        <SummaryList
          rows={[
            ...OUTCOMES.filter((outcome) => order.counts[outcome] > 0).map((outcome) => ({
              key: words.outcome[outcome],
              value: formatNumber(language, order.counts[outcome]),
              action: {
                href: `${path}/items?outcome=${outcome}`,
                text: words.actions.items,
                about: words.outcome[outcome],
              },
            })),
            { key: words.counts.total, value: formatNumber(language, totalOf(order)) },
          ]}
        />
        {order.term !== null && (
          <p class="govuk-body">
            <a
              class="govuk-link"
              href={`/console/${desk.list === "sealed" ? "sealed-entries" : "entries"}?order=o${order.id}`}
            >
              {words.actions.entries}
            </a>
          </p>
        )}
        <Uploads c={c} open={open} removable={isEditable(order) && hasRole(c, desk.actions.write)} />
        <Timeline language={language} events={deps.orders.events(order)} />
      </ConsolePage>,
      status,
    );
  };

  pages.page(`${base}/:id`, access(part, "read"), (c) => show(c));

  const again = refusedAgain(part, (c, { status, banner }) => show(c, status, banner));
  pages.action(
    `${base}/:id/submit`,
    access(part, "submit"),
    async (c) => {
      const { id } = orderToChange(c, deps.orders, desk);
      await deps.orders.review(`o${id}`, { kind: "submit" }, actorOf(c));
      return seeOther(`${base}/o${id}?done=submit`);
    },
    { again },
  );

  pages.action(
    `${base}/:id/uploads/remove`,
    access(part, "write"),
    async (c, form) => {
      const { id } = orderToChange(c, deps.orders, desk);
      const removal = { kind: "upload", number: Number(form.text("upload")) } as const;
      const { removed } = await deps.orders.removeItems(`o${id}`, removal, actorOf(c));
      return seeOther(`${base}/o${id}?done=uploadRemoved&n=${removed}`);
    },
    { again },
  );
}

/** Nobody has approved it yet. */
export const isEditable = ({ state }: OrderRecord): boolean => state === "draft" || state === "submitted";

function Actions({ c, part, open }: { readonly c: ConsoleContext; readonly part: OrdersPart; readonly open: Opened }) {
  const { actions } = part.desk;
  const { order, path, words } = open;
  const can = (step: keyof typeof actions) => hasRole(c, actions[step]);
  const some = order.counts.accepted + order.counts.held > 0;
  const decides = can("approve") || can("senior");
  return (
    <div class="govuk-button-group">
      {isEditable(order) && can("write") && (
        <ButtonLink href={`${path}/upload`} look={some ? "secondary" : "primary"}>
          {words.actions.upload}
        </ButtonLink>
      )}
      {order.state === "draft" && some && can("submit") && (
        <form method="post" action={`${path}/submit`}>
          <Csrf c={c} />
          <Button>{words.actions.submit}</Button>
        </form>
      )}
      {(isEditable(order) || order.emergency === "unconfirmed") && some && decides && (
        <ButtonLink href={`${path}/review`} look={order.state === "draft" ? "secondary" : "primary"}>
          {order.emergency === "unconfirmed" ? words.actions.confirmEmergency : words.actions.review}
        </ButtonLink>
      )}
      {order.counts.held > 0 && order.state !== "draft" && can("senior") && (
        <ButtonLink href={`${path}/held`} look="secondary">
          {words.actions.held}
        </ButtonLink>
      )}
      {isStanding(order) && order.proposal !== null && can("withdraw") && (
        <ButtonLink href={`${path}/proposal`}>{words.actions.seeProposal}</ButtonLink>
      )}
      {isStanding(order) && order.proposal === null && can("withdraw") && (
        <>
          <ButtonLink href={`${path}/withdraw`} look="secondary">
            {words.actions.withdraw}
          </ButtonLink>
          <ButtonLink href={`${path}/extend`} look="secondary">
            {words.actions.extend}
          </ButtonLink>
        </>
      )}
    </div>
  );
}

function Terms({ open, now, editable }: { readonly open: Opened; readonly now: number; readonly editable: boolean }) {
  const { order, language, path, words } = open;
  const { terms } = words;
  const { requestedBy, law, provision, category, urgency } = order.terms;
  const name = (text: string) => <bdi>{text}</bdi>;
  const action = editable ? { href: `${path}/terms`, text: terms.change, about: terms.heading } : undefined;
  const facts = [
    { key: terms.requestedBy, value: name(requestedBy), ...(action && { action }) },
    { key: terms.category, value: categoryName(language, category) },
    { key: terms.ground, value: <bdi>{groundOf(language, order)}</bdi> },
    { key: terms.law, value: <Ltr>{`${law}, ${provision}`}</Ltr> },
    { key: terms.urgency, value: terms[urgency] },
    { key: words.column.due, value: <Due language={language} order={order} now={now} /> },
    { key: words.column.entered, value: formatTime(language, order.createdAt) },
    { key: terms.authors, value: name(order.authors.join(", ")) },
    order.organisation !== null && { key: terms.organisation, value: name(order.organisation) },
    order.submittedBy !== null && { key: terms.submittedBy, value: name(order.submittedBy) },
    order.approvedBy !== null && { key: terms.approvedBy, value: name(order.approvedBy) },
    order.seniorBy !== null && { key: terms.seniorBy, value: name(order.seniorBy) },
    order.reasons !== null && { key: terms.reasons, value: <bdi class="hifazat-lines">{order.reasons}</bdi> },
    {
      key: terms.digest,
      value: (
        <>
          <Ltr>
            <code>{order.digest}</code>
          </Ltr>
          <div class="govuk-hint">{terms.digestHint}</div>
        </>
      ),
    },
  ];
  return (
    <>
      <h2 class="govuk-heading-m">{terms.heading}</h2>
      <SummaryList rows={facts.filter((fact) => fact !== false)} />
    </>
  );
}

function Uploads({
  c,
  open,
  removable,
}: {
  readonly c: ConsoleContext;
  readonly open: Opened;
  readonly removable: boolean;
}) {
  const { order, language, path, words } = open;
  if (order.uploads.length === 0) return null;
  const { column, uploads } = words;
  const heads = [{ head: column.file }, { head: column.items, numeric: true }, { head: column.outcome }];
  return (
    <Table
      caption={uploads.heading}
      columns={removable ? [...heads, { head: column.change }] : heads}
      rows={order.uploads.map(({ number, source, first, last, counts }) => {
        const cells = [
          <>
            <bdi>{source.name}</bdi>
            <br />
            <span class="govuk-hint">{uploads.bytes(formatNumber(language, source.bytes))}</span>
          </>,
          formatNumber(language, last - first + 1),
          OUTCOMES.filter((outcome) => counts[outcome] > 0)
            .map((outcome) => `${words.outcome[outcome]} ${formatNumber(language, counts[outcome])}`)
            .join(language === "ur" ? "، " : ", "),
        ];
        if (!removable) return cells;
        const inside = counts.accepted + counts.held;
        const form = inside > 0 && (
          <form method="post" action={`${path}/uploads/remove`}>
            <Csrf c={c} />
            <input type="hidden" name="upload" value={String(number)} />
            <button type="submit" class="govuk-button govuk-button--warning hifazat-small-button">
              {uploads.remove}
              <span class="govuk-visually-hidden">
                {" "}
                <bdi>{source.name}</bdi>
              </span>
            </button>
          </form>
        );
        return [...cells, form];
      })}
    />
  );
}
