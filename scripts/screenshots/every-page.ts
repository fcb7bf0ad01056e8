import type { Browser, BrowserContext, Page } from "playwright-core";
import type { Language } from "../../src/web/ui/language.ts";
import { visitor } from "../../test/fixtures/chromium.ts";
import { PAGES, type Shot } from "./pages.ts";
import type { populate, Visitor } from "./registry.ts";

type Combination = { readonly language: Language; readonly widths: readonly number[] };
type Registry = Awaited<ReturnType<typeof populate>>;

/** Two at once: while one page is drawn, the server answers the other. */
const AT_ONCE = 2;

/**
 * Opens every page of PAGES, once a language, and looks at it at each width. Names are like `officer/console/cases.ur.375`.
 * A page that fails keeps none of the others from being looked at.
 */
export async function everyPage(
  browser: Browser,
  registry: Registry,
  combinations: readonly Combination[],
  on: {
    /** `at` is the place of the page in the list, the same in every language. */
    readonly isWanted?: (name: string, language: Language, at: number) => boolean;
    /** Before it goes anywhere. */
    readonly opened?: (page: Page) => void;
    readonly look: (page: Page, name: string) => Promise<void>;
    readonly failed: (name: string, error: unknown) => void;
  },
): Promise<void> {
  const pages = Object.entries(PAGES).flatMap(([who, list]) => list(registry.found).map((shot) => ({ who, shot })));
  const queue = pages.flatMap(({ who, shot }, at) => {
    const name = `${who}${typeof shot === "string" ? shot : `-${shot.name}`}`;
    return combinations
      .filter(({ language }) => on.isWanted?.(`${name}.${language}`, language, at) ?? true)
      .map((combination) => ({ who: who as Visitor, shot, name, ...combination }));
  });
  const next = queue.values();
  await Promise.all(Array.from({ length: AT_ONCE }, work));

  async function work(): Promise<void> {
    const open = new Map<string, Page>();
    for (const { who, shot, name, language, widths } of next) {
      const key = `${who} ${language}`;
      let at = `${name}.${language}`;
      try {
        const page = open.get(key) ?? (await newPage(who, language));
        open.set(key, page);
        for (const [index, width] of widths.entries()) {
          at = `${name}.${language}.${width}`;
          await page.setViewportSize({ width, height: 900 });
          if (index === 0) await show(page, shot);
          await on.look(page, at);
        }
      } catch (error) {
        on.failed(at, error);
      }
    }
    for (const page of open.values()) await page.context().close();
  }

  async function newPage(who: Visitor, language: Language): Promise<Page> {
    const context: BrowserContext = await visitor(browser, registry.url, { language });
    await registry.signIn(who, context);
    const page = await context.newPage();
    on.opened?.(page);
    return page;
  }
}

const show = async (page: Page, shot: Shot): Promise<unknown> =>
  typeof shot === "string" ? page.goto(shot) : shot.open(page);
