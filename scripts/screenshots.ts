// Every page as a picture, in both languages at both widths, for a person to look at: `npm run screenshots [part of a
// name…]`. Each page is held to what expectSoundPage asks of it; pictures go to build/screenshots.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expectSoundPage, LANGUAGES, launchChromium, visitor, WIDTHS } from "../test/fixtures/chromium.ts";
import { PAGES, type Shot } from "./screenshots/pages.ts";
import { populate, type Visitor } from "./screenshots/registry.ts";

const wanted = process.argv.slice(2);
const target = join(import.meta.dirname, "../build/screenshots");
const folder = mkdtempSync(join(tmpdir(), "hifazat-screenshots-"));
const registry = await populate(join(folder, "data"));
const browser = await launchChromium();
const faults: string[] = [];
let pictures = 0;
try {
  mkdirSync(target, { recursive: true });
  for (const [who, list] of Object.entries(PAGES)) {
    const shots = list(registry.found).filter((shot) => isWanted(`${who} ${nameOf(shot)}`));
    if (shots.length === 0) continue;
    const cookie = await registry.signIn(who as Visitor);
    for (const language of LANGUAGES)
      for (const width of WIDTHS) {
        const context = await visitor(browser, registry.url, { language, width });
        if (cookie !== undefined) await context.addCookies([{ ...cookie, url: registry.url }]);
        for (const shot of shots) {
          const name = `${who}${nameOf(shot).replaceAll(/[^\w-]+/g, "-")}.${language}.${width}`;
          const page = await context.newPage();
          try {
            if (typeof shot === "string") await page.goto(shot);
            else await shot.open(page);
            await page.screenshot({ path: join(target, `${name}.png`), fullPage: true });
            pictures += 1;
            await expectSoundPage(page);
          } catch (error) {
            faults.push(`${name}: ${error instanceof Error ? error.message : error}`);
          }
          await page.close();
        }
        await context.close();
      }
  }
} finally {
  await browser.close();
  await registry.stop();
  rmSync(folder, { recursive: true, force: true });
}
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.stdout.write(`${pictures} pictures in build/screenshots, ${faults.length} faults\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

function nameOf(shot: Shot): string {
  return typeof shot === "string" ? (shot === "/" ? "-home" : shot) : `-${shot.name}`;
}

function isWanted(name: string): boolean {
  return wanted.length === 0 || wanted.some((part) => name.includes(part));
}
