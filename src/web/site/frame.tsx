import type { Context } from "hono";
import type { Child } from "hono/jsx";
import type { SiteSettings } from "../../core/site-settings.ts";
import type { Assets } from "../ui/assets.ts";
import type { Language } from "../ui/language.ts";
import { Page } from "../ui/page.tsx";
import { UI } from "../ui/words.ts";
import { HelplineNumbers, HelplinesHere } from "./helplines.tsx";
import { SITE } from "./words.ts";

type NavKey = keyof (typeof SITE)["en"]["nav"];
const PLACES: Readonly<Record<NavKey, string>> = {
  check: "/check",
  complain: "/complain",
  appeal: "/appeal",
  transparency: "/transparency",
  help: "/help",
};

/** Every page of the public site. `here` is the part of the site it belongs to. */
export function SitePage(props: {
  readonly c: Context;
  readonly language: Language;
  readonly assets: Assets;
  readonly settings: SiteSettings;
  readonly title: string;
  readonly here?: NavKey;
  readonly underWay?: string | undefined;
  readonly before?: Child;
  readonly scripts?: readonly `${string}.js`[];
  /** The whole width, for tables. */
  readonly wide?: boolean;
  readonly children?: Child;
}) {
  const { c, language, here, settings, children, ...rest } = props;
  const { nav } = SITE[language];
  const items = Object.entries(PLACES).map(([key, href]) => ({
    href,
    text: nav[key as NavKey],
    current: key === here,
  }));
  return (
    <HelplinesHere.Provider value={settings.helplines}>
      <Page
        {...rest}
        language={language}
        service={{ name: UI[language].service, href: "/" }}
        nav={items}
        url={c.req.url}
        footer={<Footer language={language} />}
      >
        {children}
      </Page>
    </HelplinesHere.Provider>
  );
}

function Footer({ language }: { readonly language: Language }) {
  const { footer } = UI[language];
  return (
    <>
      <h2 class="govuk-visually-hidden">{footer.heading}</h2>
      <ul class="govuk-footer__inline-list">
        <li class="govuk-footer__inline-list-item">
          <a class="govuk-footer__link" href="/help">
            {footer.help}
          </a>
        </li>
        <li class="govuk-footer__inline-list-item">
          <a class="govuk-footer__link" href="/accessibility">
            {footer.accessibility}
          </a>
        </li>
        <li class="govuk-footer__inline-list-item">
          <a class="govuk-footer__link" href="/docs">
            {footer.api}
          </a>
        </li>
      </ul>
      <p class="govuk-body-s">{footer.law}</p>
      <p class="govuk-body-s">
        {SITE[language].helplines}: <HelplineNumbers language={language} />
      </p>
    </>
  );
}
