// Every page as a picture, in both languages at both widths, for a person to look at: `npm run screenshots [part of a
// name…]`. Each page is held to what lookAt asks of it; pictures go to build/screenshots.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Language } from "../src/web/ui/language.ts";
import { LANGUAGES, launchChromium, WIDTHS } from "../test/fixtures/chromium.ts";
import { lookAt, withAxe } from "../test/fixtures/faults.ts";
import { createVisitors, everyPage, nameOf, show, type Wanted } from "./screenshots/every-page.ts";
import { populate } from "./screenshots/registry.ts";

/** While one page is drawn, the server answers the other. */
const AT_ONCE = 2;

const parts = process.argv.slice(2);
const isWanted = (picture: string): boolean => parts.length === 0 || parts.some((part) => picture.includes(part));
const target = join(import.meta.dirname, "../build/screenshots");
const folder = mkdtempSync(join(tmpdir(), "hifazat-screenshots-"));
const registry = await populate(join(folder, "data"));
const browser = await launchChromium();
const faults: string[] = [];
let taken = 0;
try {
  // Cases have other references each time: pictures of before would stay beside the new ones.
  if (parts.length === 0) rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const queue = everyPage(registry.found)
    .flatMap((wanted) => LANGUAGES.map((language) => ({ ...wanted, language })))
    .filter(({ who, shot, language }) => typeof shot !== "string" || picturesOf(`${who}${shot}`, language).length > 0)
    .values();
  await Promise.all(Array.from({ length: AT_ONCE }, () => takePictures(queue)));
} finally {
  await browser.close();
  await registry.stop();
  rmSync(folder, { recursive: true, force: true });
}
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.stdout.write(`${taken} pictures in build/screenshots, ${faults.length} faults\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

/** The pictures that are wanted of a page. */
function picturesOf(name: string, language: Language) {
  return WIDTHS.map((width) => ({ width, picture: `${name}.${language}.${width}` })).filter((one) =>
    isWanted(one.picture),
  );
}

async function takePictures(queue: Iterable<Wanted & { readonly language: Language }>): Promise<void> {
  const visitors = createVisitors(browser, registry);
  for (const { language, ...wanted } of queue) {
    try {
      const page = await visitors.page(wanted.who, language);
      await show(page, wanted, async (name) => {
        const pictures = picturesOf(name, language);
        if (pictures.length > 0) await withAxe(page);
        for (const { width, picture } of pictures) await takePicture(page, width, picture);
      });
    } catch (error) {
      faults.push(`${nameOf(wanted)}.${language}: ${error instanceof Error ? error.message : error}`);
    }
  }
  await visitors.close();
}

async function takePicture(page: Page, width: number, picture: string): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.screenshot({ path: join(target, `${picture.replaceAll(/[^\w.-]+/g, "-")}.png`), fullPage: true });
  taken += 1;
  faults.push(...(await lookAt(page)).faults.map((fault) => `${picture}: ${fault}`));
}
