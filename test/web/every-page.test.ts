import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createVisitors, everyPage, nameOf, show } from "../../scripts/screenshots/every-page.ts";
import { populate, type Visitor } from "../../scripts/screenshots/registry.ts";
import type { Language } from "../../src/web/ui/language.ts";
import { LANGUAGES, launchChromium, visitor } from "../fixtures/chromium.ts";
import { programsHere } from "../fixtures/programs.ts";
import { openStands } from "../fixtures/stands.ts";

/** Of a page with its style and its programs, compressed; the Urdu font comes once and is kept. */
const MOST_BYTES = 100_000;
/** Pages that tell of a refusal, and their status. */
const REFUSED: Readonly<Record<string, number>> = { "/check?url=.com": 400, "/entries/e999999": 404, "/nowhere": 404 };

describe.skipIf(!programsHere("chromium"))("every page, in Chromium", () => {
  let folder: string;
  let registry: Awaited<ReturnType<typeof populate>>;
  let browser: Browser;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "hifazat-pages-"));
    [registry, browser] = await Promise.all([populate(join(folder, "data")), launchChromium()]);
  });
  afterAll(async () => {
    await browser.close();
    await registry.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("is sound in both languages at both widths, light, and asks nobody else for anything", async () => {
    const faults: string[] = [];
    const listen = (page: Page): void => {
      page.on("request", (request) => {
        const { origin } = new URL(request.url());
        if (origin !== registry.url && origin !== "null") faults.push(`${page.url()} asks ${origin}`);
      });
      page.on("console", (message) => {
        const expected = /status of 4\d\d/.test(message.text());
        if (message.type() === "error" && !expected) faults.push(`${page.url()}: ${message.text()}`);
      });
    };
    const visitors = createVisitors(browser, registry, listen);
    const stands = await openStands(browser, registry.url, listen);
    const weights = new Map<string, number>();
    const look = async (name: string, language: Language, html: string): Promise<void> => {
      faults.push(...(await stands.faults(name, language, html)));
    };

    /** Goes there in one language, and looks at what it is without script in both. */
    async function visit({ who, shot, name, language }: Visit): Promise<void> {
      const page = await visitors.page(who, language);
      const other = language === "en" ? "ur" : "en";
      const [answer, otherText] = await Promise.all([page.goto(shot), textOf(page, shot, other)]);
      const text = (await answer?.text()) ?? "";
      if (answer?.status() !== (REFUSED[shot] ?? 200)) faults.push(`${name}: ${answer?.status()}`);
      if (answer?.url() !== registry.url + encodeURI(shot)) faults.push(`${name} leads to ${answer?.url()}`);
      const [scripted, bytes] = [await madeByScript(page, text), await weightOf(page, weights)];
      if (bytes > MOST_BYTES) faults.push(`${name} has ${bytes} bytes`);
      await Promise.all([look(name, language, text), look(name, other, otherText)]);
      if (scripted !== undefined) await look(`${name} with script`, language, scripted);
    }

    for (const [at, wanted] of everyPage(registry.found).entries()) {
      const { who, shot } = wanted;
      const name = nameOf(wanted);
      const seen = async (language: Language): Promise<void> => {
        const page = await visitors.page(who, language);
        await show(page, wanted, async (place) => look(place, language, await page.content()));
      };
      const looked =
        typeof shot === "string"
          ? visit({ who, shot, name, language: at % 2 === 0 ? "en" : "ur" })
          : Promise.all(LANGUAGES.map(seen));
      await looked.catch((error: unknown) => faults.push(`${name}: ${error instanceof Error ? error.message : error}`));
    }
    await Promise.all([visitors.close(), stands.close()]);
    expect(faults).toEqual([]);
  }, 600_000);

  test("the language is switched on the page and kept", async () => {
    const context = await visitor(browser, registry.url, { language: "en" });
    const page = await context.newPage();
    await page.goto("/");
    await page.getByRole("link", { name: "اردو" }).click();
    expect(await page.locator("html").getAttribute("lang")).toBe("ur");
    await page.goto("/");
    expect(await page.locator("html").getAttribute("lang")).toBe("ur");
    await context.close();
  });
});

type Visit = { readonly who: Visitor; readonly shot: string; readonly name: string; readonly language: Language };

async function textOf(page: Page, path: string, language: Language): Promise<string> {
  return (await page.request.get(path, { headers: { accept: "text/html", "accept-language": language } })).text();
}

/** The page as script has made it of what was sent, or undefined when it made nothing. */
function madeByScript(page: Page, sent: string): Promise<string | undefined> {
  return page.evaluate((sent) => {
    const now = document.documentElement.outerHTML;
    return now === new DOMParser().parseFromString(sent, "text/html").documentElement.outerHTML ? undefined : now;
  }, sent);
}

/** The page's own text and what it names in its head, compressed. `known`: files that were weighed before. */
async function weightOf(page: Page, known: Map<string, number>): Promise<number> {
  const files = await page
    .locator("head link[rel=stylesheet], head script[src]")
    .evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? one.getAttribute("src") ?? ""));
  let bytes = gzipSync(await page.content()).length;
  for (const file of files) {
    const size = known.get(file) ?? gzipSync(await (await page.request.get(file)).body()).length;
    known.set(file, size);
    bytes += size;
  }
  return bytes;
}
