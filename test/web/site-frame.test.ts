import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectSoundPage, LANGUAGES, launchChromium, visitor, WIDTHS } from "../fixtures/chromium.ts";
import { programsHere } from "../fixtures/programs.ts";
import { HifazatProcess } from "../fixtures/server-process.ts";

describe.skipIf(!programsHere("chromium"))("the frame of every page, in Chromium", () => {
  let folder: string;
  let server: HifazatProcess;
  let url: string;
  let browser: Browser;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "hifazat-web-"));
    server = new HifazatProcess(["serve", "--port", "0", "--data", join(folder, "data")]);
    [url, browser] = await Promise.all([server.listening(), launchChromium()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("a page is sound in both languages at both widths, and asks nobody else for anything", async () => {
    for (const language of LANGUAGES) {
      for (const width of WIDTHS) {
        const context = await visitor(browser, url, { language, width });
        const page = await context.newPage();
        const asked: string[] = [];
        const broken: string[] = [];
        page.on("request", (request) => asked.push(new URL(request.url()).origin));
        page.on("console", (message) => message.type() === "error" && broken.push(message.text()));
        await page.goto("/");
        expect(await page.locator("html").getAttribute("dir")).toBe(language === "ur" ? "rtl" : "ltr");
        expect([...new Set(asked)].filter((origin) => origin !== url && origin !== "null")).toEqual([]);
        expect(broken).toEqual([]);
        await expectSoundPage(page);
        await context.close();
      }
    }
  });

  test("the language is switched on the page and kept", async () => {
    const context = await visitor(browser, url, { language: "en" });
    const page = await context.newPage();
    await page.goto("/");
    await page.getByRole("link", { name: "اردو" }).click();
    expect(await page.locator("html").getAttribute("lang")).toBe("ur");
    await page.goto("/");
    expect(await page.locator("html").getAttribute("lang")).toBe("ur");
    await context.close();
  });
});
