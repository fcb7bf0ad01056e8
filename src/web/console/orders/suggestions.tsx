import { z } from "zod";
import type { Suggestion } from "../../../api/orders/deps.ts";
import { orderToChange } from "../../../api/orders/desk.ts";
import { Described, incomingOf, typeOfName } from "../../../api/orders/incoming.ts";
import { actorOf } from "../../../api/staff-route.ts";
import { HifazatError } from "../../../core/errors.ts";
import { SCOPES } from "../../../core/target/target.ts";
import { Button } from "../../ui/button.tsx";
import { formatNumber } from "../../ui/dates.ts";
import { ErrorSummary, type FormErrors } from "../../ui/form.tsx";
import type { Language } from "../../ui/language.ts";
import { BackLink, Inset } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { Table } from "../../ui/table.tsx";
import { Defanged } from "../defanged.tsx";
import { ConsolePage, Csrf } from "../frame.tsx";
import { type ConsoleContext, seeOther } from "../pages.tsx";
import { lines } from "./lines.ts";
import { access, type OrdersPart, opened } from "./part.tsx";
import { ORDERS } from "./words.ts";

/** What stands on the page, and comes back with the form, so that nothing of a PDF has to be kept meanwhile. */
const Shown = z.object({
  name: z.string().max(200),
  pages: z.number(),
  without: z.array(z.number()).readonly(),
  more: z.boolean(),
  suggestions: z
    .array(
      z.object({
        page: z.number(),
        line: z.number(),
        text: z.string(),
        address: z.string(),
        target: z.object({ scope: z.enum(SCOPES), value: z.string() }),
        reading: z.enum(["whole", "cut", "joined"]),
      }),
    )
    .readonly(),
});
type Shown = z.output<typeof Shown>;

/** Bytes of the form: every suggestion, with its line. */
const FORM_BYTES = 4 * 1024 * 1024;
const TICK = "address";

/** The addresses of a PDF that were ticked go the way of every other row: a verdict each, before anything is saved. */
export function suggestionPages(part: OrdersPart): void {
  const { pages, deps, desk, base } = part;
  pages.action(
    `${base}/:id/upload/confirmed`,
    access(part, "write"),
    async (c, form) => {
      const order = orderToChange(c, deps.orders, desk);
      const { language } = opened(c, part);
      const { suggest } = ORDERS[language];
      const shown = read(form.raw("shown"));
      const confirmed = form.all(TICK);
      if (confirmed.length === 0) return showSuggestions(c, part, shown, [{ field: TICK, text: suggest.nothing }], 400);
      const described = Described.parse({ name: suggest.source(shown.name).slice(0, 200) });
      const incoming = incomingOf(lines(confirmed.join("\n")), typeOfName(""), described, deps.orders.now());
      const { id } = await deps.orders.checks.start(`o${order.id}`, incoming, actorOf(c));
      return seeOther(`${base}/o${order.id}/uploads/${id}`);
    },
    { bytes: FORM_BYTES },
  );
}

function read(text: string): Shown {
  try {
    return Shown.parse(JSON.parse(text));
  } catch (cause) {
    throw new HifazatError("bad_request", "The form is not complete: send the PDF again.", { cause });
  }
}

export async function showSuggestions(
  c: ConsoleContext,
  part: OrdersPart,
  shown: Shown,
  errors: FormErrors = [],
  status: Parameters<typeof sendPage>[2] = 200,
): Promise<Response> {
  const { language, path, words } = opened(c, part);
  const { suggest } = words;
  const { name, pages, without, more, suggestions } = shown;
  return sendPage(
    c,
    <ConsolePage
      c={c}
      language={language}
      assets={await part.deps.assets()}
      title={suggest.title}
      here="orders"
      before={<BackLink language={language} href={`${path}/upload`} />}
      wide
    >
      <ErrorSummary language={language} errors={errors} />
      <h1 class="govuk-heading-l">
        {suggest.title}: <bdi>{name}</bdi>
      </h1>
      <p class="govuk-body">{suggest.read(formatNumber(language, pages))}</p>
      {without.length > 0 && (
        <Inset>{suggest.without(without.map((page) => formatNumber(language, page)).join(", "))}</Inset>
      )}
      {more && <Inset>{suggest.more}</Inset>}
      {suggestions.length === 0 ? (
        <p class="govuk-body">{suggest.none}</p>
      ) : (
        <form method="post" action={`${path}/upload/confirmed`}>
          <Csrf c={c} />
          <input type="hidden" name="shown" value={JSON.stringify(shown)} />
          <p class="govuk-body">{suggest.lead}</p>
          <Rows language={language} suggestions={suggestions} />
          <Button>{suggest.check}</Button>
        </form>
      )}
    </ConsolePage>,
    status,
  );
}

function Rows({ language, suggestions }: { readonly language: Language; readonly suggestions: readonly Suggestion[] }) {
  const { suggest, scope, column } = ORDERS[language];
  return (
    <Table
      caption={suggest.title}
      hideCaption
      columns={[
        { head: suggest.tick },
        { head: suggest.page, numeric: true },
        { head: suggest.address },
        { head: column.scope },
        { head: suggest.text },
      ]}
      rows={suggestions.map(({ page, text, address, target, reading }, at) => [
        <input
          type="checkbox"
          id={at === 0 ? TICK : `${TICK}-${at + 1}`}
          name={TICK}
          value={address}
          aria-label={`${suggest.page} ${formatNumber(language, page)}: ${target.value}`}
        />,
        formatNumber(language, page),
        <Defanged target={target} />,
        scope[target.scope],
        <>
          {text.split("\n").map((line) => (
            <>
              <bdi dir="auto">{line}</bdi>
              <br />
            </>
          ))}
          {reading !== "whole" && <span class="govuk-hint">{suggest[reading]}</span>}
        </>,
      ])}
    />
  );
}
