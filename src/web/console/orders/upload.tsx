import { orderToChange } from "../../../api/orders/desk.ts";
import { Described, incomingOf, typeOfName } from "../../../api/orders/incoming.ts";
import { actorOf } from "../../../api/staff-route.ts";
import { HifazatError } from "../../../core/errors.ts";
import { Button } from "../../ui/button.tsx";
import { failureOf } from "../../ui/failure.tsx";
import { ErrorSummary, type FormErrors, Radios, TextArea, TextInput } from "../../ui/form.tsx";
import type { Language } from "../../ui/language.ts";
import { BackLink, Details } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { ConsolePage, Csrf } from "../frame.tsx";
import { type ConsoleContext, type Fields, seeOther } from "../pages.tsx";
import { lines } from "./lines.ts";
import { access, type OrdersPart, opened } from "./part.tsx";
import { showSuggestions } from "./suggestions.tsx";
import { ORDERS } from "./words.ts";

const NAMES = ["pasted", "column", "delistedColumn", "charset", "scope"] as const;

/** A file, or pasted text, on its way into an order: it is checked first. */
export function uploadPages(part: OrdersPart): void {
  const { pages, deps, desk, base } = part;

  pages.page(`${base}/:id/upload`, access(part, "write"), (c) => show(c, part, undefined, []));

  pages.upload(`${base}/:id/upload`, access(part, "write"), async (c, fields, file) => {
    const { language } = opened(c, part);
    const { upload: words, file: refusals } = ORDERS[language];
    try {
      const order = orderToChange(c, deps.orders, desk);
      if (order.state !== "draft" && order.state !== "submitted")
        throw new HifazatError("order_state", "The order takes no more items.");
      const pasted = fields.text("pasted");
      if (file === undefined && pasted === "")
        return show(c, part, fields, [{ field: "file", text: words.nothing }], 400);
      if (file !== undefined && /\.pdf$/i.test(file.name))
        return await showSuggestions(c, part, {
          name: plainName(file.name),
          ...(await deps.orders.suggestions(file.body)),
        });
      const incoming = incomingOf(
        file?.body ?? lines(pasted),
        typeOfName(file?.name ?? ""),
        described(fields, file?.name ?? "pasted.txt"),
        deps.orders.now(),
      );
      const { id } = await deps.orders.checks.start(`o${order.id}`, incoming, actorOf(c));
      return seeOther(`${base}/o${order.id}/uploads/${id}`);
    } catch (error) {
      if (!(error instanceof HifazatError)) throw error;
      const text = refusals[error.code] ?? error.message;
      return show(c, part, fields, [{ field: "file", text }], failureOf(error, language).status);
    }
  });
}

function described(fields: Fields, name: string) {
  const given = Object.fromEntries(NAMES.slice(1).map((field) => [field, fields.text(field) || undefined]));
  const parsed = Described.safeParse({ ...given, name: plainName(name) });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new HifazatError("bad_request", `${issue?.path.join(".")}: ${issue?.message}`);
}

/** It goes into the record, where a control character has no business. */
const plainName = (name: string): string => name.replaceAll(/[\u0000-\u001f\u007f]/g, " ").slice(-200);

async function show(
  c: ConsoleContext,
  part: OrdersPart,
  fields: Fields | undefined,
  errors: FormErrors,
  status: Parameters<typeof sendPage>[2] = 200,
): Promise<Response> {
  const { language, path, words } = opened(c, part);
  const { upload } = words;
  return sendPage(
    c,
    <ConsolePage
      c={c}
      language={language}
      assets={await part.deps.assets()}
      title={upload.title}
      here="orders"
      before={<BackLink language={language} href={path} />}
    >
      <ErrorSummary language={language} errors={errors} />
      <h1 class="govuk-heading-l">{upload.title}</h1>
      <p class="govuk-body">{upload.lead}</p>
      <form method="post" enctype="multipart/form-data" novalidate>
        <Csrf c={c} />
        <TextArea
          language={language}
          name="pasted"
          label={upload.pasted}
          errors={errors}
          value={fields?.text("pasted")}
          rows={8}
          ltr
        />
        <Details summary={upload.options}>
          <Options language={language} fields={fields} />
        </Details>
        {/* Last: what stands before it is read before a large file comes in. */}
        <TextInput
          language={language}
          name="file"
          type="file"
          label={upload.file}
          hint={upload.fileHint}
          errors={errors}
          accept=".csv,.xlsx,.txt,.jsonl,.ndjson,.json,.pdf"
        />
        <Button>{upload.check}</Button>
      </form>
    </ConsolePage>,
    status,
  );
}

function Options({ language, fields }: { readonly language: Language; readonly fields: Fields | undefined }) {
  const { upload, scope } = ORDERS[language];
  const shared = (name: string) => ({ language, name, errors: [], value: fields?.text(name), ltr: true }) as const;
  return (
    <>
      <TextInput {...shared("column")} label={upload.column} hint={upload.columnHint} width={20} />
      <TextInput {...shared("delistedColumn")} label={upload.delisted} width={20} />
      <TextInput {...shared("charset")} label={upload.charset} hint={upload.charsetHint} width={20} />
      <Radios
        {...shared("scope")}
        label={upload.scope}
        value={fields?.text("scope") || "domain"}
        choices={[
          { value: "domain", text: scope.domain },
          { value: "host", text: scope.host },
        ]}
      />
    </>
  );
}
