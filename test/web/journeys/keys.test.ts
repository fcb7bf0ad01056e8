import { describe, expect, test } from "vitest";
import { missedByTab } from "../../fixtures/chromium.ts";
import { complain, press, send } from "../../fixtures/journey.ts";
import { withPasskeys } from "../../fixtures/journey-steps.ts";
import { programsHere } from "../../fixtures/programs.ts";
import { useJourney } from "../../fixtures/use-journey.ts";

describe.skipIf(!programsHere("chromium"))("what is done by keys alone, in Chromium", () => {
  const journey = useJourney();

  test("an officer makes a passkey by script, signs in with it, and steps up with it", async () => {
    const page = await journey.officer("p.noor", "officer", { byName: true });
    await page.goto("/console/step-up");
    await page.locator("#code").fill(page.person.recoveryCodes.pop() ?? "");
    await send(page);
    await withPasskeys(page);
    await page.goto("/console/account/new-passkey");
    await page.locator("#label").fill("This desk");
    await page.keyboard.press("Enter");
    await page.locator("th[scope=row]", { hasText: "This desk" }).waitFor();

    await press(page, page.locator("header form button"));
    await page.locator("#name").fill(page.person.name);
    await page.locator("#password").fill(page.person.password);
    await send(page);
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await page.waitForURL("**/console/cases");
    await page.goto("/console/step-up?next=/console/account");
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await page.waitForURL("**/console/account");
  });

  test("the queue is worked by keyboard, and each key has a link or button that does the same", async () => {
    const citizen = await journey.visit({ script: false });
    for (const number of [1, 2, 3])
      await complain(citizen, { category: "public-order", addresses: `https://rumour.example/${number}` });
    const officer = await journey.officer("k.keys", "officer");
    await officer.goto("/console/cases");
    const at = () => officer.evaluate(() => document.activeElement?.textContent?.trim() ?? "");
    const rows = await officer.locator("[data-row]").allInnerTexts();
    const { keyboard } = officer;
    await keyboard.press("j");
    expect(await at()).toBe(rows[0]);
    await keyboard.press("j");
    expect(await at()).toBe(rows[1]);
    await keyboard.press("k");
    expect(await at()).toBe(rows[0]);
    // A letter that somebody types into a field is a letter.
    await officer.locator("details summary").click();
    await officer.locator("#text").focus();
    await keyboard.type("jka?");
    expect(await officer.locator("#text").inputValue()).toBe("jka?");
    await officer.locator("h1").click();
    await keyboard.press("?");
    const help = officer.locator("dialog#keys");
    expect(await help.isVisible()).toBe(true);
    await keyboard.press("Escape");
    expect(await help.isVisible()).toBe(false);
    await officer.locator("[data-keys-open]").click();
    await officer.locator("[data-keys-close]").click();
    const free = officer.locator("tr", { has: officer.locator("[data-take]") }).first();
    const reference = (await free.locator("[data-row]").innerText()).trim();
    await free.locator("[data-row]").focus();
    await Promise.all([officer.waitForEvent("domcontentloaded"), keyboard.press("a")]);
    expect(new URL(officer.url()).pathname).toContain(reference);
    expect(new URL(officer.url()).searchParams.get("done")).toBe("taken");
    await officer.goto("/console/cases");
    await keyboard.press("j");
    await Promise.all([officer.waitForEvent("domcontentloaded"), keyboard.press("Enter")]);
    expect(new URL(officer.url()).pathname).toContain(rows[0]?.trim());
  });

  test("every page of the way is reached and seen by Tab alone, past a link that skips to what matters", async () => {
    const citizen = await journey.visit({ width: 375 });
    await citizen.goto("/complain");
    await citizen.keyboard.press("Tab");
    expect(await citizen.evaluate(() => document.activeElement?.getAttribute("href"))).toBe("#main");
    await citizen.keyboard.press("Enter");
    expect(await citizen.evaluate(() => document.activeElement?.id)).toBe("main");
    for (const path of ["/", "/check?url=nothing.example", "/complain", "/appeal", "/complaints"]) {
      await citizen.goto(path);
      expect([path, ...(await missedByTab(citizen))]).toEqual([path]);
    }
    const officer = await journey.officer("l.tab", "officer", { language: "ur" });
    for (const path of ["/console/cases", "/console/orders", "/console/orders/o1", "/console/orders/new"]) {
      await officer.goto(path);
      expect([path, ...(await missedByTab(officer))]).toEqual([path]);
    }
  });
});
