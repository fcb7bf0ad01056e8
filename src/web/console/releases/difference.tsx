import type { DifferencePageView, ReleasesDeps } from "../../../api/releases/deps.ts";
import { placeOf, placeText } from "../../../api/releases/difference-place.ts";
import { requires } from "../../../api/staff-route.ts";
import { CATEGORIES } from "../../../core/category.ts";
import type { Target } from "../../../core/target/target.ts";
import { Button } from "../../ui/button.tsx";
import { formatNumber } from "../../ui/dates.ts";
import { ErrorSummary, type FormErrors, TextInput } from "../../ui/form.tsx";
import { type Language, languageOf } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { BackLink, Tag } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { Pagination } from "../../ui/pagination.tsx";
import { Table } from "../../ui/table.tsx";
import { categoryName } from "../../ui/terms.ts";
import { Defanged } from "../defanged.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { ConsolePage } from "../frame.tsx";
import type { ConsoleContext, ConsolePages } from "../pages.tsx";
import { RELEASES_PATH } from "./part.tsx";
import { RELEASES } from "./words.ts";

const PAGE = 100;

/** What is listed in one release and not in another; and, before it goes out, what would change. */
export function differencePages(pages: ConsolePages, deps: ConsoleDeps): void {
  const { releases } = deps;

  pages.page(`${RELEASES_PATH}/difference`, requires("release.read"), async (c) => {
    const language = languageOf(c);
    const words = RELEASES[language].difference;
    const [from, to] = [c.req.query("from") ?? "", c.req.query("to") ?? ""];
    const asked = from !== "" || to !== "";
    const errors: FormErrors = asked ? [fault("from", from, releases), fault("to", to, releases)].flat() : [];
    const page =
      asked && errors.length === 0 ? releases.difference(Number(from), Number(to), placeIn(c), PAGE) : undefined;
    return sendPage(
      c,
      <ConsolePage
        {...{ c, language, title: words.title, here: "releases", wide: true }}
        before={<BackLink language={language} href={RELEASES_PATH} />}
        assets={await deps.assets()}
      >
        <ErrorSummary language={language} errors={errors} />
        <h1 class="govuk-heading-l">{words.title}</h1>
        <form method="get" class="hifazat-filter">
          {[["from", from] as const, ["to", to] as const].map(([name, value]) => (
            <TextInput
              {...{ language, errors, name, value, label: words[name], width: 10, ltr: true }}
              inputmode="numeric"
            />
          ))}
          <Button look="secondary">{words.show}</Button>
        </form>
        {page !== undefined && (
          <Changes {...{ c, language, page, none: words.none, address: `difference?from=${from}&to=${to}` }} />
        )}
      </ConsolePage>,
      errors.length === 0 ? 200 : 400,
    );

    function fault(field: string, text: string, { release }: ReleasesDeps): FormErrors {
      if (!/^\d{1,15}$/.test(text)) return [{ field, text: words.number }];
      if (release(Number(text))?.state === "published") return [];
      return [{ field, text: words.unknown(formatNumber(language, Number(text))) }];
    }
  });

  pages.page(`${RELEASES_PATH}/pending`, requires("release.read"), async (c) => {
    const language = languageOf(c);
    const words = RELEASES[language].difference;
    const asked = c.req.query("upto") ?? "";
    const upto = /^\d{1,15}$/.test(asked) ? Number(asked) : releases.pending().watermark;
    const page = releases.waiting(upto, placeIn(c), PAGE);
    return sendPage(
      c,
      <ConsolePage
        {...{ c, language, title: words.pendingTitle, here: "releases", wide: true }}
        before={<BackLink language={language} href={RELEASES_PATH} />}
        assets={await deps.assets()}
      >
        <h1 class="govuk-heading-l">{words.pendingTitle}</h1>
        <Changes {...{ c, language, page, none: words.pendingNone, address: `pending?upto=${upto}` }} />
      </ConsolePage>,
    );
  });
}

/** Where a page of the difference begins, from its address. Throws `bad_request`. */
function placeIn(c: ConsoleContext): Target | null {
  const after = c.req.query("after");
  return after === undefined ? null : placeOf(after);
}

function Changes(props: {
  readonly c: ConsoleContext;
  readonly language: Language;
  readonly page: DifferencePageView;
  readonly none: string;
  /** Of the first page, below that of the releases. */
  readonly address: string;
}) {
  const { c, language, page, none, address } = props;
  const { difference: words, scopes } = RELEASES[language];
  const first = c.req.query("after") === undefined;
  const { changes, next } = page;
  return (
    <>
      {changes.length === 0 ? (
        <p class="govuk-body">{first && next === null ? none : words.same}</p>
      ) : (
        <Table
          caption={words.title}
          hideCaption
          columns={[
            { head: words.address },
            { head: words.scope },
            { head: words.change },
            { head: words.before },
            { head: words.after },
          ]}
          rows={changes.map(({ target, before, after }) => [
            <Defanged target={target} />,
            scopes[target.scope],
            before === null ? (
              <Tag colour="green">{words.added}</Tag>
            ) : after === null ? (
              <Tag colour="orange">{words.removed}</Tag>
            ) : (
              <Tag colour="blue">{words.category}</Tag>
            ),
            <SideOf language={language} side={before} />,
            <SideOf language={language} side={after} />,
          ])}
        />
      )}
      <Pagination
        language={language}
        previous={first ? undefined : `${RELEASES_PATH}/${address}`}
        next={next === null ? undefined : `${RELEASES_PATH}/${address}&after=${encodeURIComponent(placeText(next))}`}
      />
    </>
  );
}

function SideOf(props: {
  readonly language: Language;
  readonly side: DifferencePageView["changes"][number]["before"];
}) {
  const { language, side } = props;
  if (side === null) return <>–</>;
  const category = CATEGORIES.find(({ slug }) => slug === side.category);
  return (
    <>
      {category === undefined ? side.category : categoryName(language, category.slug)} <Ltr>({side.order})</Ltr>
    </>
  );
}
