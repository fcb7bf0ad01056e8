import { orderToChange } from "../../../api/orders/desk.ts";
import { actorOf } from "../../../api/staff-route.ts";
import type { HifazatError } from "../../../core/errors.ts";
import { samePerson } from "../../../core/order/decision.ts";
import type { OrderRecord, Proposal } from "../../../core/order/order.ts";
import { formatDate, formatNumber, formatTime } from "../../ui/dates.ts";
import { Checkboxes, type FormErrors, Radios, TextInput } from "../../ui/form.tsx";
import type { Form } from "../../ui/form-data.ts";
import type { Language } from "../../ui/language.ts";
import { BackLink, Inset } from "../../ui/notice.tsx";
import { type FormView, formPage, type Values } from "../form-page.tsx";
import type { ConsoleContext } from "../pages.tsx";
import { Effect } from "./effect.tsx";
import { access, type OrdersPart, opened } from "./part.tsx";
import { reasonsOf } from "./reason-templates.ts";
import { ReasonsFields } from "./reasons-fields.tsx";
import { FieldFault } from "./refused.tsx";
import { DECIDE } from "./words.ts";

/** An order that stands: one officer proposes its end, or a longer life; another confirms. */
export function proposalPages(part: OrdersPart): void {
  proposePage(part, "withdraw", WithdrawFields, withdrawal);
  proposePage(part, "extend", ExtendFields, extension);
  confirmPage(part);
}

function proposePage(
  part: OrdersPart,
  kind: Proposal["kind"],
  ProposalFields: (props: FieldsProps) => ReturnType<typeof WithdrawFields>,
  read: (form: Form, language: Language, reasons: string) => Proposal,
): void {
  const { pages, deps, desk, base } = part;
  formPage(pages, deps, {
    path: `${base}/:id/${kind}`,
    access: access(part, kind === "withdraw" ? "withdraw" : "approve"),
    here: "orders",
    faultAt,
    view(c, language, values, errors): FormView {
      const { order, path } = opened(c, part);
      const { proposal } = DECIDE[language];
      return {
        title: kind === "withdraw" ? proposal.withdrawTitle : proposal.extendTitle,
        before: <BackLink language={language} href={path} />,
        lead: <p class="govuk-body">{kind === "withdraw" ? proposal.withdrawLead : proposal.extendLead}</p>,
        fields: (
          <>
            <ProposalFields {...{ language, values, errors, order }} />
            <ReasonsFields {...{ language, values, errors }} />
          </>
        ),
        submit: proposal.propose,
      };
    },
    async act(c, form) {
      const { id } = orderToChange(c, deps.orders, desk);
      const { language, decide } = opened(c, part);
      const reasons = reasonsOf(form);
      if (reasons === "") throw new FieldFault("reasons", decide.reasonsNeeded);
      const proposal = read(form, language, reasons);
      await deps.orders.review(`o${id}`, { kind: "propose", proposal }, actorOf(c));
      return `${base}/o${id}?done=propose`;
    },
    refusal: (c, _form, error) => refusal(c, part, error),
  });
}

function confirmPage(part: OrdersPart): void {
  const { pages, deps, desk, base } = part;
  formPage(pages, deps, {
    path: `${base}/:id/proposal`,
    access: access(part, "withdraw"),
    here: "orders",
    faultAt,
    view(c, language, values, errors): FormView {
      const { order, path, decide } = opened(c, part);
      const { proposal: words } = decide;
      return {
        title: words.title,
        before: <BackLink language={language} href={path} />,
        lead: <Proposed c={c} part={part} language={language} order={order} />,
        fields: (
          <>
            <Radios
              {...{ language, errors }}
              name="decision"
              label={decide.form.heading}
              value={values.text("decision")}
              choices={[
                { value: "confirm", text: words.confirm },
                { value: "drop", text: words.drop },
              ]}
            />
            <TextInput
              {...{ language, errors }}
              name="reasons"
              label={words.dropReasons}
              value={values.text("reasons")}
              maxlength={1_000}
              optional
            />
          </>
        ),
        submit: decide.form.record,
      };
    },
    async act(c, form) {
      const order = orderToChange(c, deps.orders, desk);
      const { decide } = opened(c, part);
      const decision = form.text("decision");
      if (decision === "drop") {
        const reasons = form.text("reasons");
        if (reasons === "") throw new FieldFault("reasons", decide.reasonsNeeded);
        await deps.orders.review(`o${order.id}`, { kind: "drop_proposal", reasons }, actorOf(c));
      } else if (decision === "confirm" && order.proposal !== null) {
        const { kind: what } = order.proposal;
        const clearanceSeconds = deps.orders.periods.clearance;
        await deps.orders.review(`o${order.id}`, { kind: "confirm", what, clearanceSeconds }, actorOf(c));
      } else throw new FieldFault("decision", decide.refused.order_state ?? "");
      return `${base}/o${order.id}?done=${decision}`;
    },
    refusal: (c, _form, error) => refusal(c, part, error),
  });
}

const faultAt = (error: HifazatError): string => (error instanceof FieldFault ? error.field : "reasons");

function refusal(c: ConsoleContext, part: OrdersPart, error: HifazatError): string | undefined {
  const { decide } = opened(c, part);
  return error instanceof FieldFault ? error.message : decide.refused[error.code];
}

type FieldsProps = {
  readonly language: Language;
  readonly values: Values;
  readonly errors: FormErrors;
  readonly order: OrderRecord;
};

function WithdrawFields({ language, values, errors }: FieldsProps) {
  const { proposal: words } = DECIDE[language];
  return (
    <>
      <Radios
        {...{ language, errors }}
        name="which"
        label={words.which}
        value={values.text("which", "whole")}
        choices={[
          { value: "whole", text: words.whole },
          { value: "some", text: words.some },
        ]}
      />
      <TextInput
        {...{ language, errors }}
        name="items"
        label={words.items}
        hint={words.itemsHint}
        value={values.text("items")}
        ltr
        optional
      />
      <Checkboxes
        {...{ language, errors }}
        name="cleared"
        label={words.withdrawTitle}
        values={values.all("cleared")}
        choices={[{ value: "yes", text: words.cleared }]}
      />
    </>
  );
}

function withdrawal(form: Form, language: Language, reasons: string): Proposal {
  const cleared = form.all("cleared").includes("yes");
  if (form.text("which") !== "some") return { kind: "withdraw", items: null, cleared, reasons };
  const words = form
    .text("items")
    .split(/[\s,]+/)
    .filter(Boolean);
  const items = words.filter((word) => /^\d{1,9}$/.test(word)).map(Number);
  if (items.length === 0 || items.length !== words.length)
    throw new FieldFault("items", DECIDE[language].proposal.itemNumbers);
  return { kind: "withdraw", items, cleared, reasons };
}

function ExtendFields({ language, values, errors, order }: FieldsProps) {
  const { proposal: words } = DECIDE[language];
  const day = (seconds: number | undefined): string =>
    seconds === undefined ? "" : new Date(seconds * 1_000).toISOString().slice(0, 10);
  const field = (name: "reviewOn" | "expiresOn", proposed: string) => (
    <TextInput
      {...{ language, errors, name }}
      label={words[name]}
      type="date"
      value={values.text(name, proposed)}
      width={10}
      ltr
    />
  );
  return (
    <>
      {field("reviewOn", day(order.term?.reviewAt))}
      {field("expiresOn", day(order.term?.expiresAt))}
    </>
  );
}

function extension(form: Form, language: Language, reasons: string): Proposal {
  const seconds = (name: string): number => {
    const text = form.text(name);
    const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
    if (Number.isNaN(time)) throw new FieldFault(name, DECIDE[language].proposal.date);
    return time / 1_000;
  };
  return { kind: "extend", reviewAt: seconds("reviewOn"), expiresAt: seconds("expiresOn"), reasons };
}

function Proposed(props: {
  readonly c: ConsoleContext;
  readonly part: OrdersPart;
  readonly language: Language;
  readonly order: OrderRecord;
}) {
  const { c, part, language, order } = props;
  const { proposal: words } = DECIDE[language];
  const { proposal } = order;
  if (proposal === null) return null;
  const time = formatTime(language, proposal.at);
  const what =
    proposal.kind === "extend"
      ? words.extends(proposal.by, time, formatDate(language, proposal.expiresAt))
      : `${words.withdraws(proposal.by, time)} ${
          proposal.items === null ? words.wholeOrder : words.someItems(formatNumber(language, proposal.items.length))
        }`;
  return (
    <>
      <p class="govuk-body">{what}</p>
      <Inset>
        <bdi class="hifazat-lines">{proposal.reasons}</bdi>
      </Inset>
      {samePerson(proposal.by, actorOf(c)) && <p class="govuk-body">{words.own}</p>}
      <Effect part={part} language={language} order={`o${order.id}`} />
    </>
  );
}
