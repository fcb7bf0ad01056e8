import type { Child } from "hono/jsx";
import { CATEGORIES } from "../../../core/category.ts";
import { type DefaultLaw, findGround, GROUNDS } from "../../../core/ground.ts";
import type { ListName } from "../../../core/list-name.ts";
import type { OrderTerms } from "../../../core/order/order.ts";
import { type FormErrors, Select, TextInput } from "../../ui/form.tsx";
import type { Language } from "../../ui/language.ts";
import { categoryName, TERMS } from "../../ui/terms.ts";
import { ORDERS } from "./words.ts";

/** What an order says of who asks for it and under which law: of one that is entered, and of those a source brings. */
export const LEGAL_FIELDS = [
  "authority",
  "requestedBy",
  "category",
  "ground",
  "provision",
  "law",
  "otherGround",
] as const;
type LegalField = (typeof LEGAL_FIELDS)[number];

/** `number` stands after the authority. */
export function LegalFields(props: {
  readonly language: Language;
  readonly errors: FormErrors;
  readonly list: ListName;
  /** What is left empty for. */
  readonly usual: DefaultLaw;
  readonly value: (name: LegalField) => string | undefined;
  readonly number?: Child;
}) {
  const { language, errors, list, usual, value, number } = props;
  const { terms } = ORDERS[language];
  const shared = (name: LegalField) => ({ language, errors, name, label: terms[name], value: value(name) }) as const;
  const first = { value: "", text: terms.choose };
  const grounds = GROUNDS.map(({ slug }) => ({ value: slug, text: TERMS[language].grounds[slug] }));
  const categories = CATEGORIES.filter((category) => category.list === "general");
  return (
    <>
      <TextInput {...shared("authority")} width={20} />
      {number}
      <TextInput {...shared("requestedBy")} hint={terms.requestedByHint} optional />
      {list === "general" && (
        <Select
          {...shared("category")}
          choices={[first, ...categories.map(({ slug }) => ({ value: slug, text: categoryName(language, slug) }))]}
        />
      )}
      <Select {...shared("ground")} choices={[first, ...grounds]} />
      <TextInput {...shared("provision")} hint={terms.provisionHint(usual)} width={20} ltr optional />
      <TextInput {...shared("law")} hint={terms.lawHint(usual)} width={20} optional />
      <TextInput {...shared("otherGround")} optional />
    </>
  );
}

/** What was typed, as a draft of an order's terms takes it: what is left empty is the default. */
export function legalInput(text: (name: LegalField) => string, list: ListName) {
  const optional = (name: LegalField): string | undefined => text(name) || undefined;
  const law = optional("law");
  return {
    authority: text("authority"),
    requestedBy: optional("requestedBy"),
    law,
    ground: law === undefined ? text("ground") : text("otherGround"),
    provision: optional("provision"),
    category: list === "sealed" ? "child-abuse" : text("category"),
  };
}

/** The fields as they stand for such terms. */
export function legalValues(
  terms: Pick<OrderTerms, "authority" | "requestedBy" | "law" | "ground" | "provision" | "category">,
  usual: DefaultLaw,
): Readonly<Partial<Record<LegalField, string>>> {
  const { authority, requestedBy, law, provision, category } = terms;
  // Another law can have a ground that reads like one of the usual law's.
  const ground = law === usual.law ? findGround(terms.ground)?.slug : undefined;
  const own = ground === undefined ? { law, otherGround: terms.ground } : { ground };
  return { authority, requestedBy, provision, category, ...own };
}
