import type { Child } from "hono/jsx";
import { type Action, reachOf } from "../../core/access/action.ts";
import type { Caller } from "../../core/access/caller.ts";
import type { Assets } from "../ui/assets.ts";
import type { Language } from "../ui/language.ts";
import { Page } from "../ui/page.tsx";
import { type ConsoleContext, CSRF_FIELD } from "./pages.tsx";
import { CONSOLE } from "./words.ts";

export type Place = keyof (typeof CONSOLE)["en"]["nav"];

/**
 * The parts of the console, and the actions of which one is enough to be shown the way there. `sealed`: where a part
 * begins for who has the sealed list alone.
 */
const PLACES: Readonly<
  Record<Place, { readonly href: string; readonly actions: readonly Action[]; readonly sealed?: string }>
> = {
  queue: { href: "/console/cases", actions: ["complaint.read", "appeal.read", "sealed.read"] },
  orders: { href: "/console/orders", actions: ["order.read"], sealed: "/console/sealed-orders" },
  entries: { href: "/console/entries", actions: ["order.read"], sealed: "/console/sealed-entries" },
  sources: { href: "/console/sources", actions: ["source.read"], sealed: "/console/sealed-sources" },
  guard: { href: "/console/guard", actions: ["guard.read"] },
  organisations: { href: "/console/organisations", actions: ["organisation.read"] },
  tokens: { href: "/console/tokens", actions: ["token.read"] },
  sealedKeys: { href: "/console/sealed-keys", actions: ["sealed_key.read"] },
  admin: { href: "/console/accounts", actions: ["account.read"] },
  releases: { href: "/console/releases", actions: ["release.read"] },
  coverage: { href: "/console/coverage", actions: ["coverage.read"] },
  dashboard: { href: "/console/dashboard", actions: ["release.read"] },
  audit: { href: "/console/audit", actions: ["audit.read"] },
};

/** Every page of the console. The way to a part is shown to whoever may go there. */
export function ConsolePage(props: {
  readonly c: ConsoleContext;
  readonly language: Language;
  readonly assets: Assets;
  readonly title: string;
  readonly here?: Place;
  readonly before?: Child;
  readonly scripts?: readonly `${string}.js`[];
  readonly wide?: boolean;
  readonly refreshSeconds?: number | undefined;
  readonly children?: Child;
}) {
  const { c, language, here, children, ...rest } = props;
  const words = CONSOLE[language];
  const caller: Caller | undefined = c.var.caller;
  return (
    <Page
      {...rest}
      language={language}
      service={{ name: words.service, href: "/console" }}
      nav={placesFor(caller, language, here)}
      url={c.req.url}
      account={caller?.kind === "session" && <Account caller={caller} text={words.signOut} />}
      footer={<p class="govuk-body-s">{words.footer}</p>}
    >
      {children}
    </Page>
  );
}

/** Where a console begins for somebody: the first part they may go to, or else their own account. */
export function firstPlace(caller: Caller): string {
  return placesFor(caller, "en", undefined)[0]?.href ?? "/console/account";
}

function placesFor(caller: Caller | undefined, language: Language, here: Place | undefined) {
  if (caller?.kind !== "session" || caller.stage !== "full") return [];
  const may = (action: Action) => reachOf(caller.roles, action) !== undefined;
  return Object.entries(PLACES).flatMap(([key, { href, actions, sealed }]) => {
    const way = actions.some(may) ? href : may("sealed.read") ? sealed : undefined;
    return way === undefined ? [] : [{ href: way, text: CONSOLE[language].nav[key as Place], current: key === here }];
  });
}

function Account({ caller, text }: { readonly caller: Caller & { readonly kind: "session" }; readonly text: string }) {
  return (
    <>
      <a href="/console/account">
        <bdi>{caller.displayName}</bdi>
      </a>
      <form method="post" action="/console/sign-out">
        <input type="hidden" name={CSRF_FIELD} value={caller.csrf} />
        <button type="submit" class="hifazat-header__button">
          {text}
        </button>
      </form>
    </>
  );
}

/** The hidden field that every form of the console begins with. */
export function Csrf({ c }: { readonly c: ConsoleContext }) {
  const { caller } = c.var;
  return <input type="hidden" name={CSRF_FIELD} value={caller.kind === "session" ? caller.csrf : ""} />;
}
