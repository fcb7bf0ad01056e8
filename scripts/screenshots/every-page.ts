import type { Browser, Page } from "playwright-core";
import type { Language } from "../../src/web/ui/language.ts";
import { visitor } from "../../test/fixtures/chromium.ts";
import { PAGES, type Shot } from "./pages.ts";
import type { Found, populate, Visitor } from "./registry.ts";

export type Wanted = { readonly who: Visitor; readonly shot: Shot };

/** Every page of PAGES and whose it is. */
export const everyPage = (found: Found): readonly Wanted[] =>
  Object.entries(PAGES).flatMap(([who, list]) => list(found).map((shot) => ({ who: who as Visitor, shot })));

/** Like `officer/console/cases`, or `public-complain` of a walk. */
export const nameOf = ({ who, shot }: Wanted): string =>
  typeof shot === "string" ? `${who}${shot}` : `${who}-${shot.name}`;

/** Goes to a page, or the way of a walk, and says the name of each page there is to look at. */
export async function show(page: Page, wanted: Wanted, seen: (name: string) => Promise<void>): Promise<void> {
  const { shot } = wanted;
  const name = nameOf(wanted);
  if (typeof shot !== "string") return shot.go(page, (where) => seen(`${name}-${where}`));
  await page.goto(shot);
  await seen(name);
}

/** A page of each visitor and language, signed in. `opened` is told of each before it goes anywhere. */
export function createVisitors(
  browser: Browser,
  registry: Awaited<ReturnType<typeof populate>>,
  opened: (page: Page) => void = () => {},
) {
  const open = new Map<string, Promise<Page>>();

  async function newPage(who: Visitor, language: Language): Promise<Page> {
    const context = await visitor(browser, registry.url, { language });
    await registry.signIn(who, context);
    const page = await context.newPage();
    opened(page);
    return page;
  }

  return {
    page(who: Visitor, language: Language): Promise<Page> {
      const key = `${who} ${language}`;
      const page = open.get(key) ?? newPage(who, language);
      open.set(key, page);
      return page;
    },
    async close(): Promise<void> {
      for (const page of open.values()) await (await page).context().close();
    },
  };
}
