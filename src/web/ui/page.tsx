import type { Context } from "hono";
import type { Child } from "hono/jsx";
import type { Assets } from "./assets.ts";
import { DIRECTION, type Language, OTHER, switchAddress } from "./language.ts";
import { PAGE_HEADERS } from "./page-headers.ts";
import { UI } from "./words.ts";

export type NavItem = { readonly href: string; readonly text: string; readonly current: boolean };

export type PageProps = {
  readonly language: Language;
  readonly assets: Assets;
  /** What the page is, as its heading says; errors are told in it by `withErrors`. */
  readonly title: string;
  /** The name after the title, and where it leads. */
  readonly service: { readonly name: string; readonly href: string };
  readonly nav: readonly NavItem[];
  /** The address of this page, for the switch of language. */
  readonly url: string;
  /** The id of a form that is under way: the switch of language sends it with `lang`, so that nothing typed is lost. */
  readonly underWay?: string | undefined;
  /** At the end of the header, such as who is signed in. */
  readonly account?: Child;
  readonly footer: Child;
  /** Above the heading, such as a link back. */
  readonly before?: Child;
  /** Names of scripts; every page works without. */
  readonly scripts?: readonly `${string}.js`[];
  /** The whole width, for tables. */
  readonly wide?: boolean;
  /** Seconds after which a page without script loads itself again, because something is under way. */
  readonly refreshSeconds?: number | undefined;
  readonly children?: Child;
};

/** The frame of every page: header with the switch of language, one main part, footer. */
export function Page(props: PageProps) {
  const {
    language,
    assets,
    title,
    service,
    nav,
    url,
    underWay,
    account,
    footer,
    before,
    scripts = [],
    children,
  } = props;
  const words = UI[language];
  const other = OTHER[language];
  const row = props.wide ? "govuk-width-container hifazat-wide" : "govuk-width-container";
  return (
    <html class="govuk-template" lang={language} dir={DIRECTION[language]}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="theme-color" content="#0b5d3b" />
        <title>{`${title} – ${service.name}`}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={assets.href(DIRECTION[language] === "rtl" ? "rtl.css" : "ltr.css")} />
        {(["page.js", ...scripts] as const).map((name) => (
          <script type="module" src={assets.href(name)} />
        ))}
        {props.refreshSeconds !== undefined && (
          <noscript>
            <meta http-equiv="refresh" content={String(props.refreshSeconds)} />
          </noscript>
        )}
      </head>
      <body class="govuk-template__body">
        {/* What Enter in a field presses is the first button of its form, and that must not be the switch of language. */}
        {underWay !== undefined && <button type="submit" form={underWay} hidden tabindex={-1} />}
        <a href="#main" class="govuk-skip-link">
          {words.skip}
        </a>
        <header class="hifazat-header">
          <div class={`${row} hifazat-header__row`}>
            <a class="hifazat-header__name" href={service.href}>
              {service.name}
            </a>
            <span class="hifazat-header__end">
              {account}
              {underWay === undefined ? (
                <a href={switchAddress(url, language)} lang={other} dir={DIRECTION[other]} hreflang={other}>
                  {words.otherLanguage}
                </a>
              ) : (
                <button
                  type="submit"
                  form={underWay}
                  name="lang"
                  value={other}
                  lang={other}
                  dir={DIRECTION[other]}
                  class="hifazat-header__button"
                >
                  {words.otherLanguage}
                </button>
              )}
            </span>
          </div>
        </header>
        {nav.length > 0 && <Navigation label={words.menu} items={nav} row={row} />}
        <div class={row}>
          {before !== undefined && <nav aria-label={words.wayBack}>{before}</nav>}
          <main class="govuk-main-wrapper" id="main" tabindex={-1}>
            {children}
          </main>
        </div>
        <footer class="govuk-footer">
          <div class={row}>{footer}</div>
        </footer>
      </body>
    </html>
  );
}

function Navigation(props: { readonly label: string; readonly items: readonly NavItem[]; readonly row: string }) {
  const { label, items, row } = props;
  return (
    <div class="govuk-service-navigation">
      <div class={row}>
        <nav class="govuk-service-navigation__wrapper" aria-label={label}>
          <ul class="govuk-service-navigation__list">
            {items.map(({ href, text, current }) => (
              <li class={`govuk-service-navigation__item${current ? " govuk-service-navigation__item--active" : ""}`}>
                <a class="govuk-service-navigation__link" href={href} aria-current={current ? "page" : undefined}>
                  {text}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </div>
  );
}

/** Sends a page. Never cached: it may hold what somebody asked, typed or decided. */
export async function sendPage(
  c: Context,
  page: ReturnType<typeof Page>,
  status: 200 | 400 | 401 | 403 | 404 | 409 | 413 | 422 | 429 | 451 | 500 | 503 = 200,
): Promise<Response> {
  for (const [name, value] of Object.entries(PAGE_HEADERS)) c.header(name, value);
  return c.body(`<!doctype html>${await page.toString()}`, status);
}
