import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectSoundPage, launchChromium, visitor } from "../../fixtures/chromium.ts";
import { programsHere } from "../../fixtures/programs.ts";
import { HifazatProcess } from "../../fixtures/server-process.ts";
import { staffPerson } from "../../fixtures/staff-browser.ts";

describe.skipIf(!programsHere("chromium"))("signing in, in Chromium", () => {
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

  test("an officer signs in with password and recovery code, without script, in Urdu at 375 px", async () => {
    const officer = await staffPerson(join(folder, "data"), "a.khan", ["officer"]);
    const sound = await visitor(browser, url, { language: "ur", width: 375 });
    const seen = await sound.newPage();
    await seen.goto("/console/sign-in");
    await expectSoundPage(seen);
    await sound.close();
    const context = await visitor(browser, url, { language: "ur", width: 375, script: false });
    const page = await context.newPage();
    await page.goto("/console/step-up?next=/console");
    await page.fill("#name", officer.name);
    await page.fill("#password", officer.password);
    await page.click("main button[type=submit]");
    expect(new URL(page.url()).pathname).toBe("/console/second-factor");
    await page.fill("#code", officer.recoveryCodes[0] ?? "");
    await page.click("main button[type=submit]");
    expect(new URL(page.url()).pathname).toBe("/console/step-up");
    await page.click("header button");
    expect(new URL(page.url()).pathname).toBe("/console/sign-in");
    await context.close();
  });

  test("a session made beside the pages signs a browser in, and step-up shows a sound page", async () => {
    const officer = await staffPerson(join(folder, "data"), "b.ali", ["officer"]);
    const context = await visitor(browser, url, { language: "en", width: 1280 });
    await officer.into(context, url);
    const page = await context.newPage();
    await page.goto("/console/step-up");
    await expectSoundPage(page);
    await context.close();
  });
});
