import { orderToChange, ownOnly, refuseOtherDesk, refuseOutsideMandate } from "../../../api/orders/desk.ts";
import { actorOf } from "../../../api/staff-route.ts";
import { CATEGORIES } from "../../../core/category.ts";
import { HifazatError } from "../../../core/errors.ts";
import { findGround, GROUNDS } from "../../../core/ground.ts";
import type { OrderRecord, OrderTerms } from "../../../core/order/order.ts";
import { draftTerms } from "../../../core/order/terms.ts";
import { Button } from "../../ui/button.tsx";
import { failureOf } from "../../ui/failure.tsx";
import { ErrorSummary, type FormErrors, Radios, Select, TextInput } from "../../ui/form.tsx";
import type { Form } from "../../ui/form-data.ts";
import { type Language, languageOf } from "../../ui/language.ts";
import { BackLink } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { categoryName, TERMS } from "../../ui/terms.ts";
import { ConsolePage, Csrf } from "../frame.tsx";
import { type ConsoleContext, seeOther } from "../pages.tsx";
import { access, isSealed, type OrdersPart, opened } from "./part.tsx";
import { ORDERS } from "./words.ts";

const FIELDS = [
  "authority",
  "number",
  "requestedBy",
  "law",
  "ground",
  "otherGround",
  "provision",
  "category",
  "urgency",
];
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
    return show(c, part, { back: path, values: valuesOfTerms(order), errors: [] });
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
  const optional = (name: string): string | undefined => (values[name] === "" ? undefined : values[name]);
  const law = optional("law");
  const input = {
    authority: values.authority ?? "",
    number: values.number ?? "",
    requestedBy: optional("requestedBy"),
    law,
    ground: (law === undefined ? values.ground : values.otherGround) ?? "",
    provision: optional("provision"),
    category: desk.list === "sealed" ? "child-abuse" : (values.category ?? ""),
    urgency: values.urgency === "emergency" ? ("emergency" as const) : ("normal" as const),
  };
  const terms = draftTerms(input, deps.orders.now(), deps.orders.periods);
  if (terms.kind === "refusal") throw new HifazatError(terms.code, terms.message);
  refuseOtherDesk(desk, terms.terms);
  refuseOutsideMandate(c, terms.terms);
  return terms.terms;
}

const valuesOf = (form: Form): Values => Object.fromEntries(FIELDS.map((name) => [name, form.text(name)]));

function valuesOfTerms({ terms }: OrderRecord): Values {
  const ground = findGround(terms.ground)?.slug;
  const { authority, number, requestedBy, provision, category, urgency } = terms;
  const own = ground === undefined ? { law: terms.law, otherGround: terms.ground } : { ground };
  return { authority, number, requestedBy, provision, category, urgency, ...own };
}

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
        <Fields language={language} values={values} errors={errors} sealed={isSealed(part)} />
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
}) {
  const { language, values, errors, sealed } = props;
  const { terms } = ORDERS[language];
  const shared = (name: keyof typeof terms & string) =>
    ({ language, errors, name, label: terms[name], value: values[name] }) as const;
  const first = { value: "", text: terms.choose };
  const grounds = GROUNDS.map(({ slug }) => ({ value: slug, text: TERMS[language].grounds[slug] }));
  const categories = CATEGORIES.filter(({ list }) => list === "general");
  return (
    <>
      <TextInput {...shared("authority")} width={20} />
      <TextInput {...shared("number")} hint={terms.numberHint} width={20} ltr />
      <TextInput {...shared("requestedBy")} hint={terms.requestedByHint} optional />
      {!sealed && (
        <Select
          {...shared("category")}
          choices={[first, ...categories.map(({ slug }) => ({ value: slug, text: categoryName(language, slug) }))]}
        />
      )}
      <Select {...shared("ground")} choices={[first, ...grounds]} />
      <TextInput {...shared("provision")} hint={terms.provisionHint} width={20} ltr optional />
      <TextInput {...shared("law")} hint={terms.lawHint} width={20} optional />
      <TextInput {...shared("otherGround")} optional />
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
