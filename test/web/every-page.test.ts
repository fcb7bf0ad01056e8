import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { everyPage } from "../../scripts/screenshots/every-page.ts";
import { populate } from "../../scripts/screenshots/registry.ts";
import { faultsOf, launchChromium, visitor } from "../fixtures/chromium.ts";
import { programsHere } from "../fixtures/programs.ts";

/** Of a page with its style and its programs, compressed; the Urdu font comes once and is kept. */
const MOST_BYTES = 100_000;

describe.skipIf(!programsHere("chromium"))("every page, in Chromium", () => {
  let folder: string;
  let registry: Awaited<ReturnType<typeof populate>>;
  let browser: Browser;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "hifazat-pages-"));
    [registry, browser] = await Promise.all([populate(join(folder, "data")), launchChromium()]);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await registry.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("is sound in English or Urdu, light, and asks nobody else for anything", async () => {
    const faults: string[] = [];
    const weights = new Map<string, number>();
    // Each page in one of two combinations, because a look costs a second; `npm run screenshots` looks at all four.
    const combinations = [
      { language: "en", widths: [1280] },
      { language: "ur", widths: [375] },
    ] as const;
    await everyPage(browser, registry, combinations, {
      isWanted: (_name, language, at) => (at % 2 === 0) === (language === "en"),
      opened(page) {
        page.on("request", (request) => {
          const { origin } = new URL(request.url());
          if (origin !== registry.url && origin !== "null") faults.push(`${page.url()} asks ${origin}`);
        });
        page.on("console", (message) => {
          const expected = /status of 4\d\d/.test(message.text());
          if (message.type() === "error" && !expected) faults.push(`${page.url()}: ${message.text()}`);
        });
      },
      async look(page, name) {
        faults.push(...(await faultsOf(page)));
        const bytes = await weightOf(page, weights);
        if (bytes > MOST_BYTES) faults.push(`${name} has ${bytes} bytes`);
      },
      failed: (name, error) => faults.push(`${name}: ${error instanceof Error ? error.message : error}`),
    });
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
