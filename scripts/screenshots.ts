// Every page as a picture, in both languages at both widths, for a person to look at: `npm run screenshots [part of a
// name…]`. Each page is held to what faultsOf asks of it; pictures go to build/screenshots.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { faultsOf, LANGUAGES, launchChromium, WIDTHS } from "../test/fixtures/chromium.ts";
import { everyPage } from "./screenshots/every-page.ts";
import { populate } from "./screenshots/registry.ts";

const wanted = process.argv.slice(2);
const target = join(import.meta.dirname, "../build/screenshots");
const folder = mkdtempSync(join(tmpdir(), "hifazat-screenshots-"));
const registry = await populate(join(folder, "data"));
const browser = await launchChromium();
const faults: string[] = [];
let pictures = 0;
try {
  mkdirSync(target, { recursive: true });
  const combinations = LANGUAGES.map((language) => ({ language, widths: WIDTHS }));
  await everyPage(browser, registry, combinations, {
    isWanted: (name) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
    async look(page, name) {
      await page.screenshot({ path: join(target, `${name.replaceAll(/[^\w.-]+/g, "-")}.png`), fullPage: true });
      pictures += 1;
      faults.push(...(await faultsOf(page)));
    },
    failed: (name, error) => faults.push(`${name}: ${error instanceof Error ? error.message : error}`),
  });
} finally {
  await browser.close();
  await registry.stop();
  rmSync(folder, { recursive: true, force: true });
}
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.stdout.write(`${pictures} pictures in build/screenshots, ${faults.length} faults\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
