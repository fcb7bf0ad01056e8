import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { APPEAL_STATUSES } from "../../src/core/appeal/public-status.ts";
import { STATUSES } from "../../src/core/complaint/public-status.ts";
import { CASES } from "../../src/web/console/cases/words.ts";
import { CHECK } from "../../src/web/site/check/words.ts";
import { groundName } from "../../src/web/ui/terms.ts";
import { missedByTab } from "../fixtures/chromium.ts";
import {
  complain,
  followUp,
  type Journey,
  openJourney,
  press,
  receiptOf,
  send,
  sendWithCode,
} from "../fixtures/journey.ts";
import {
  enterOrder,
  fillApproval,
  main,
  saveAndSubmit,
  signInByHand,
  told,
  until,
  withPasskeys,
} from "../fixtures/journey-steps.ts";
import { programsHere } from "../fixtures/programs.ts";

describe.skipIf(!programsHere("chromium"))("what people do, in Chromium", () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await openJourney();
  }, 180_000);
  afterEach(() => journey?.leave());
  afterAll(() => journey?.close());

  test.each([
    ["en", "with script"],
    ["ur", "without script"],
  ] as const)(
    "a complaint becomes a block with its reason, and an appeal lifts it (%s, %s)",
    async (language, how) => {
      const name = `www.casino-${language}.example`;
      const look = { language, script: how === "with script" };
      const citizen = await journey.visit({ ...look, width: 375 });
      const [author, second, third, fourth] = await Promise.all([
        journey.officer(`a.author-${language}`, "officer", look),
        journey.officer(`b.second-${language}`, "officer", look),
        journey.officer(`c.third-${language}`, "officer", look),
        journey.officer(`d.fourth-${language}`, "senior_officer", look),
      ]);
      if (!look.script) await signInByHand(author);

      const complaint = await complain(citizen, {
        category: "decency",
        addresses: `https://${name}/`,
        description: "It opens for children.",
      });
      expect(await followUp(citizen, complaint)).toContain(STATUSES.received[language]);

      await author.goto("/console/cases");
      const row = author.locator("tr", { hasText: complaint.reference });
      await press(author, row.locator("[data-take]"));
      expect(await main(author)).toContain(CASES[language].case.done.taken);
      await press(author, author.locator('main a[href$="/convert"]'));
      await author.locator("#number").fill(`PTA/2026/${language}`);
      await send(author);
      await press(author, author.locator('main a[href^="/console/orders/"]').first());
      await press(author, author.locator('form[action$="/submit"] button'));
      const order = new URL(author.url()).pathname;
      expect(await followUp(citizen, complaint)).toContain(STATUSES.order_in_preparation[language]);

      await second.goto(`${order}/review`);
      expect(await main(second)).toContain(name.replaceAll(".", "[.]"));
      await second.locator("input[name=decision][value=approve]").check();
      await second.locator("#reasons").fill("As the complaint says.");
      await sendWithCode(second);
      expect(new URL(second.url()).searchParams.get("done")).toBe("approve");

      await until(citizen, name, CHECK[language].blocked.title);
      const verdict = await main(citizen);
      expect(verdict).toContain(groundName(language, "decency"));
      expect(verdict).toContain(`PTA/2026/${language}`);
      await told(citizen, complaint, STATUSES.blocked[language]);

      await citizen.goto(`/check?url=${name}`);
      await press(citizen, citizen.locator('main a[href^="/appeal"]').first());
      await send(citizen);
      await citizen.locator("input[name=capacity]").first().check();
      await citizen.locator("#statement").fill("It is a museum of card games.");
      await send(citizen);
      await citizen.locator("input[name=reach][value=anonymous]").check();
      await send(citizen);
      await send(citizen);
      const appeal = await receiptOf(citizen);

      // Whoever had a part in the block is told so and offered no decision.
      await second.goto(`/console/cases/appeals/${appeal.reference}`);
      expect(await second.locator('main a[href$="/propose"]').count()).toBe(0);
      await third.goto("/console/cases?kind=appeals");
      await press(third, third.locator("tr", { hasText: appeal.reference }).locator("[data-take]"));
      await press(third, third.locator('main a[href$="/propose"]'));
      await third.locator("input[name=verdict][value=upheld]").check();
      await third.locator("#reasons").fill("It is a museum.");
      await sendWithCode(third);
      expect(new URL(third.url()).searchParams.get("done")).toBe("proposed");
      await fourth.goto(`/console/cases/appeals/${appeal.reference}`);
      await press(fourth, fourth.locator('main a[href$="/confirm"]'));
      await sendWithCode(fourth);
      expect(new URL(fourth.url()).searchParams.get("done")).toBe("confirmed");

      await until(citizen, name, CHECK[language].clear.title);
      expect(await followUp(citizen, appeal)).toContain(APPEAL_STATUSES.upheld[language]);
    },
    300_000,
  );

  test("a file with dirty rows is mended on the page or beside it, and what is good goes on", async () => {
    const clerk = await journey.officer("e.clerk", "clerk");
    const lines = [
      "good.example",
      ".com",
      "192.0.2.7",
      "https://part.example/a/b",
      "good.example",
      "whatsapp.com",
      "left-out.example",
    ];
    const order = await enterOrder(clerk, "PTA/2026/bulk", `${lines.join("\n")}\n`);
    const table = () => clerk.locator("table").last().innerText();
    expect(await table()).toContain("[.]com");
    expect(await table()).toContain("192[.]0[.]2[.]7");
    const bad = await clerk.request.get((await clerk.locator('a[href$="/bad.csv"]').getAttribute("href")) ?? "");
    expect((await bad.text()).trim().split("\r\n")).toHaveLength(1 + 4);
    await press(clerk, clerk.locator('a[href*="outcome=held"]'));
    expect(await table()).toContain("whatsapp[.]com");
    await press(clerk, clerk.locator('a[href*="outcome=accepted"]'));
    await clerk.locator("tr", { hasText: "left-out" }).locator("input[type=checkbox]").check();
    await press(clerk, clerk.locator('form[action*="/rows"] button'));
    await saveAndSubmit(clerk, order);
    await clerk.goto(`${order}/items?outcome=accepted`);
    expect(await table()).toContain("part[.]example/a/b");
    expect(await table()).not.toContain("left-out");
    expect(await clerk.locator('a[href*="whatsapp"], a[href*="part.example"]').count()).toBe(0);
  }, 200_000);

  test("of two officers on one case the second sees the lock, and of two approvals at once one wins", async () => {
    const citizen = await journey.visit({ script: false });
    const { reference } = await complain(citizen, { category: "hate-speech", addresses: "https://forum.example/t/1" });
    const [first, second, third] = await Promise.all([
      journey.officer("f.first", "officer"),
      journey.officer("g.second", "officer"),
      journey.officer("h.third", "senior_officer", { language: "ur" }),
    ]);
    const path = `/console/cases/complaints/${reference}`;
    await second.goto(path);
    await first.goto(path);
    await press(first, first.locator('form[action$="/take"] button'));
    // Whoever had the page open before is told, and nothing is taken from the first.
    await press(second, second.locator('form[action$="/take"] button'));
    expect(await second.locator(".govuk-error-summary").innerText()).toContain("f.first");
    await second.goto(path);
    expect(await main(second)).toContain("f.first is working on this case until");
    expect(await second.locator('form[action$="/take"], main a[href$="/convert"]').count()).toBe(0);

    const order = await enterOrder(first, "PTA/2026/race", "race.example\n");
    await saveAndSubmit(first, order);
    const others = [second, third];
    for (const officer of others) await fillApproval(officer, order);
    await Promise.all(others.map(sendWithCode));
    const done = others.map((officer) => new URL(officer.url()).searchParams.get("done"));
    expect(done.filter((what) => what === "approve")).toHaveLength(1);
    const late = done[0] === null ? second : third;
    const said = await late.locator(".govuk-error-summary").innerText();
    expect(said).toMatch(/Another officer was faster|دوسرا افسر پہلے/);
  }, 200_000);

  test("a sealed case is decided and its address is in nothing that another role's browser receives", async () => {
    const word = "veiled-name";
    const citizen = await journey.visit({ script: false });
    const sent = await complain(citizen, { category: "child-abuse", addresses: `https://${word}.invalid/room` });
    const one = await journey.officer("s.one", "sealed_officer");
    const two = await journey.officer("t.two", "sealed_officer");
    const path = `/console/cases/sealed-complaints/${sent.reference}`;

    await one.goto("/console/cases");
    await press(one, one.locator("tr", { hasText: sent.reference }).locator("[data-take]"));
    expect(await one.content()).not.toContain(word);
    await press(one, one.locator('main a[href$="/reveal"]').first());
    await one.locator("#reason").fill("To decide whether it is blocked.");
    await send(one);
    expect(await main(one)).toContain(`${word}[.]invalid`);
    expect(await one.locator("main img, main video, main iframe").count()).toBe(0);
    await one.goto(`${path}/convert`);
    await one.locator("#number").fill("S/2026/1");
    await send(one);
    await press(one, one.locator('main a[href^="/console/sealed-orders/"]').first());
    const order = new URL(one.url()).pathname;
    await press(one, one.locator('form[action$="/submit"] button'));
    await fillApproval(two, order);
    expect(await two.content()).not.toContain(word);
    await sendWithCode(two);
    expect(new URL(two.url()).searchParams.get("done")).toBe("approve");

    const roles = ["officer", "senior_officer", "clerk", "auditor", "administrator"] as const;
    const places = [
      ...["/console", "/console/cases?desk=sealed", "/console/orders", "/console/sealed-orders", "/console/accounts"],
      ...[path, `${path}/reveal`, order, `${order}/items`, `${order}/review`, "/v1/statistics", "/v1/categories"],
    ];
    const bodies: string[] = [];
    for (const role of roles) {
      const other = await journey.officer(`o.${role.replace("_", "")}`, role, { script: false });
      // Nothing is drawn for it: what their browser would receive is what counts.
      for (const place of [...places, `/console/cases/complaints/${sent.reference}`])
        bodies.push(await (await other.request.get(place)).text());
    }
    // The complainant is told the same whatever became of it.
    await told(citizen, sent, STATUSES.passed_on.en);
    bodies.push(await citizen.content());
    for (const place of ["/transparency", "/transparency/months", "/entries/e1"])
      bodies.push(await (await citizen.request.get(place)).text());
    expect(bodies.length).toBeGreaterThan(roles.length * places.length);
    expect(bodies.filter((body) => body.includes(word))).toEqual([]);
  }, 200_000);

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
  }, 200_000);

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
  }, 200_000);
});
