import { orderToChange, ownOnly, refuseOtherDesk, refuseOutsideMandate } from "../../../api/orders/desk.ts";
import { actorOf } from "../../../api/staff-route.ts";
import { HifazatError } from "../../../core/errors.ts";
import type { DefaultLaw } from "../../../core/ground.ts";
import type { OrderRecord, OrderTerms } from "../../../core/order/order.ts";
import { draftTerms } from "../../../core/order/terms.ts";
import { Button } from "../../ui/button.tsx";
import { failureOf } from "../../ui/failure.tsx";
import { ErrorSummary, type FormErrors, Radios, TextInput } from "../../ui/form.tsx";
import type { Form } from "../../ui/form-data.ts";
import { type Language, languageOf } from "../../ui/language.ts";
import { BackLink } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { ConsolePage, Csrf } from "../frame.tsx";
import { type ConsoleContext, seeOther } from "../pages.tsx";
import { LEGAL_FIELDS, LegalFields, legalInput, legalValues } from "./legal-fields.tsx";
import { access, isSealed, type OrdersPart, opened } from "./part.tsx";
import { ORDERS } from "./words.ts";

const FIELDS = [...LEGAL_FIELDS, "number", "urgency"];
type Values = Readonly<Record<string, string>>;

/** Entering an order, and changing its terms while nobody has approved it. */
export function termsPages(part: OrdersPart): void {
  const { pages, deps, desk, base } = part;

  pages.page(`${base}/new`, access(part, "write"), (c) => show(c, part, { back: base, values: {}, errors: [] }));

  pages.action(`${base}/new`, access(part, "write"), async (c, form) => {
    const values = valuesOf(form);
    return attempt(c, part, base, values, () => {
      const terms = drafted(c, part, values);
      const { id } = deps.orders.create(terms, ownOnly(c)?.name ?? null, actorOf(c));
      return `${base}/o${id}`;
    });
  });

  pages.page(`${base}/:id/terms`, access(part, "write"), async (c) => {
    const { order, path } = opened(c, part);
    return show(c, part, { back: path, values: valuesOfTerms(order, deps.orders.usual), errors: [] });
  });

  pages.action(`${base}/:id/terms`, access(part, "write"), async (c, form) => {
    const order = orderToChange(c, deps.orders, desk);
    const values = valuesOf(form);
    const path = `${base}/o${order.id}`;
    return attempt(c, part, path, values, async () => {
      const terms = drafted(c, part, values);
      await deps.orders.review(`o${order.id}`, { kind: "revise", terms }, actorOf(c));
      return `${path}?done=revise`;
    });
  });
}

/** Does it, or shows the form once more with what was typed and why it was refused. */
async function attempt(
  c: ConsoleContext,
  part: OrdersPart,
  back: string,
  values: Values,
  act: () => string | Promise<string>,
): Promise<Response> {
  try {
    return seeOther(await act());
  } catch (error) {
    if (!(error instanceof HifazatError)) throw error;
    const field = FIELD_OF[error.code] ?? FIELDS.find((name) => error.message.includes(`The ${name} `)) ?? "authority";
    const { status } = failureOf(error, "en");
    return show(c, part, { back, values, errors: [{ field, text: error.message }] }, status);
  }
}

const FIELD_OF: Readonly<Record<string, string>> = {
  category_unknown: "category",
  outside_mandate: "category",
  forbidden: "category",
  ground_unknown: "ground",
  conflict: "number",
};

function drafted(c: ConsoleContext, { deps, desk }: OrdersPart, values: Values): OrderTerms {
  const input = {
    ...legalInput((name) => values[name] ?? "", desk.list),
    number: values.number ?? "",
    urgency: values.urgency === "emergency" ? ("emergency" as const) : ("normal" as const),
  };
  const terms = draftTerms(input, deps.orders.now(), deps.orders.periods, deps.orders.usual);
  if (terms.kind === "refusal") throw new HifazatError(terms.code, terms.message);
  refuseOtherDesk(desk, terms.terms);
  refuseOutsideMandate(c, terms.terms);
  return terms.terms;
}

const valuesOf = (form: Form): Values => Object.fromEntries(FIELDS.map((name) => [name, form.text(name)]));

const valuesOfTerms = ({ terms }: OrderRecord, usual: DefaultLaw): Values => ({
  ...legalValues(terms, usual),
  number: terms.number,
  urgency: terms.urgency,
});

async function show(
  c: ConsoleContext,
  part: OrdersPart,
  { back, values, errors }: { readonly back: string; readonly values: Values; readonly errors: FormErrors },
  status: Parameters<typeof sendPage>[2] = 200,
): Promise<Response> {
  const language = languageOf(c);
  const { newOrder, terms } = ORDERS[language];
  const title = back === part.base ? newOrder : terms.change;
  return sendPage(
    c,
    <ConsolePage
      c={c}
      language={language}
      assets={await part.deps.assets()}
      title={title}
      here="orders"
      before={<BackLink language={language} href={back} />}
    >
      <ErrorSummary language={language} errors={errors} />
      <h1 class="govuk-heading-l">{title}</h1>
      <form method="post" novalidate>
        <Csrf c={c} />
        <Fields
          language={language}
          values={values}
          errors={errors}
          sealed={isSealed(part)}
          usual={part.deps.orders.usual}
        />
        <Button>{terms.save}</Button>
      </form>
    </ConsolePage>,
    status,
  );
}

function Fields(props: {
  readonly language: Language;
  readonly values: Values;
  readonly errors: FormErrors;
  readonly sealed: boolean;
  readonly usual: DefaultLaw;
}) {
  const { language, values, errors, sealed, usual } = props;
  const { terms } = ORDERS[language];
  const shared = (name: "number" | "urgency") =>
    ({ language, errors, name, label: terms[name], value: values[name] }) as const;
  return (
    <>
      <LegalFields
        {...{ language, errors, usual, list: sealed ? "sealed" : "general", value: (name) => values[name] }}
        number={<TextInput {...shared("number")} hint={terms.numberHint} width={20} ltr />}
      />
      <Radios
        {...shared("urgency")}
        value={values.urgency === "emergency" ? "emergency" : "normal"}
        choices={[
          { value: "normal", text: terms.normal },
          { value: "emergency", text: terms.emergency, hint: terms.emergencyHint },
        ]}
      />
    </>
  );
}
