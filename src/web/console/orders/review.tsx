import { orderToChange } from "../../../api/orders/desk.ts";
import { actorOf } from "../../../api/staff-route.ts";
import type { HifazatError } from "../../../core/errors.ts";
import type { OrderRecord } from "../../../core/order/order.ts";
import { formatDate, formatNumber } from "../../ui/dates.ts";
import { type Choice, Radios } from "../../ui/form.tsx";
import type { Form } from "../../ui/form-data.ts";
import type { Language } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { BackLink, Inset } from "../../ui/notice.tsx";
import { formPage } from "../form-page.tsx";
import type { ConsoleContext } from "../pages.tsx";
import { Collateral, Effect } from "./effect.tsx";
import { waiting } from "./held.tsx";
import { access, hasRole, OrderName, type OrdersPart, opened } from "./part.tsx";
import { reasonsOf } from "./reason-templates.ts";
import { ReasonsFields } from "./reasons-fields.tsx";
import { FieldFault } from "./refused.tsx";
import { DECIDE } from "./words.ts";

/** The second officer's page: exactly what the order changes, what it takes along, its digest, and the decision. */
export function reviewPages(part: OrdersPart): void {
  const { pages, deps, desk, base } = part;
  formPage(pages, deps, {
    path: `${base}/:id/review`,
    access: access(part, "approve"),
    here: "orders",
    faultAt: (error) => (error instanceof FieldFault ? error.field : "decision"),
    view(c, language, values, errors) {
      const { order, path, decide } = opened(c, part);
      return {
        title: decide.title,
        before: <BackLink language={language} href={path} />,
        lead: <Reviewed part={part} language={language} order={order} />,
        fields: (
          <>
            {/* What this page showed: an edit meanwhile voids the decision. */}
            <input type="hidden" name="digest" value={order.digest} />
            <Radios
              {...{ language, errors }}
              name="decision"
              label={decide.form.heading}
              value={values.text("decision")}
              choices={choicesOf(c, part, order, language)}
            />
            <ReasonsFields {...{ language, values, errors }} />
          </>
        ),
        submit: decide.form.record,
      };
    },
    async act(c, form) {
      const { id } = orderToChange(c, deps.orders, desk);
      const { decide } = opened(c, part);
      const reasons = reasonsOf(form);
      if (reasons === "") throw new FieldFault("reasons", decide.reasonsNeeded);
      const done = DONE[form.text("decision")];
      if (done === undefined) throw new FieldFault("decision", decide.reasonsNeeded);
      const { entries } = await deps.orders.review(`o${id}`, commandOf(form, reasons), actorOf(c));
      return `${base}/o${id}?done=${done}&n=${entries}`;
    },
    refusal: (c, form, error) => refusal(c, part, form, error),
  });
}

const DONE: Readonly<Record<string, string>> = {
  approve: "approve",
  reject: "reject",
  emergency: "emergency",
  confirm: "confirmEmergency",
};

function commandOf(form: Form, reasons: string) {
  const digest = form.text("digest");
  switch (form.text("decision")) {
    case "reject":
      return { kind: "reject", reasons } as const;
    case "emergency":
      return { kind: "approve_emergency", digest, reasons } as const;
    case "confirm":
      return { kind: "confirm_emergency", digest, reasons } as const;
    default:
      return { kind: "approve", approval: { digest, reasons } } as const;
  }
}

function choicesOf(c: ConsoleContext, { desk }: OrdersPart, order: OrderRecord, language: Language): Choice[] {
  const { form } = DECIDE[language];
  if (order.emergency === "unconfirmed") return [{ value: "confirm", text: form.confirmEmergency }];
  const alone = order.terms.urgency === "emergency" && hasRole(c, desk.actions.senior);
  const submitted = order.state === "submitted";
  return [
    ...(submitted ? [{ value: "approve", text: form.approve }] : []),
    ...(alone ? [{ value: "emergency", text: form.emergency, hint: form.emergencyHint }] : []),
    ...(submitted ? [{ value: "reject", text: form.reject }] : []),
  ];
}

/** Why nothing was done, in words that say what to do now. */
function refusal(c: ConsoleContext, part: OrdersPart, form: Form, error: HifazatError): string | undefined {
  const { order, decide, words } = opened(c, part);
  if (error.code === "digest_mismatch") return decide.changed;
  const decided = order.state !== "submitted" && order.state !== "draft" && form.text("decision") !== "confirm";
  if (error.code === "order_state" && decided) return decide.already(words.state[order.state]);
  return error instanceof FieldFault ? error.message : decide.refused[error.code];
}

function Reviewed(props: { readonly part: OrdersPart; readonly language: Language; readonly order: OrderRecord }) {
  const { part, language, order } = props;
  const { form, held } = DECIDE[language];
  const id = `o${order.id}`;
  return (
    <>
      <p class="govuk-body-l">
        <OrderName order={order} />
      </p>
      {order.emergency === "unconfirmed" && order.term !== null && (
        <Inset>
          <p>{form.confirmLead(order.approvedBy ?? "", formatDate(language, order.term.expiresAt))}</p>
          <p>{form.ending}</p>
        </Inset>
      )}
      <Effect part={part} language={language} order={id} />
      <Collateral part={part} language={language} order={id} />
      {waiting(order) > 0 && <Inset>{held.waiting(formatNumber(language, waiting(order)))}</Inset>}
      <p class="govuk-body">
        {form.names}{" "}
        <Ltr>
          <code>{order.digest}</code>
        </Ltr>
      </p>
    </>
  );
}
