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

  test("an officer makes a passkey by script and signs in with it, where scripts are off with a code", async () => {
    const officer = await staffPerson(join(folder, "data"), "c.noor", ["officer"]);
    // Passkeys belong to a name; an address of digits has none.
    const named = url.replace("127.0.0.1", "localhost");
    const context = await visitor(browser, named, { language: "en", width: 1280 });
    await officer.into(context, named);
    const page = await context.newPage();
    const debug = await context.newCDPSession(page);
    await debug.send("WebAuthn.enable");
    const options = {
      protocol: "ctap2",
      transport: "internal",
      hasUserVerification: true,
      isUserVerified: true,
    } as const;
    await debug.send("WebAuthn.addVirtualAuthenticator", {
      options: { ...options, automaticPresenceSimulation: true },
    });
    await page.goto("/console/account/new-passkey");
    await expectSoundPage(page);
    await page.fill("#label", "This desk");
    await page.keyboard.press("Enter");
    await page.getByText("The second factor is in place.").waitFor();
    expect(await page.getByRole("rowheader", { name: "This desk" }).count()).toBe(1);
    await expectSoundPage(page);
    await page.click("header button");
    await page.fill("#name", officer.name);
    await page.fill("#password", officer.password);
    await page.click("main button[type=submit]");
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await page.waitForURL("**/console/cases");
    await context.close();
  });
});
