import { describe, expect, test } from "vitest";
import { complain, press, send, sendWithCode } from "../../fixtures/journey.ts";
import { enterOrder, fillApproval, main, saveAndSubmit, told } from "../../fixtures/journey-steps.ts";
import { programsHere } from "../../fixtures/programs.ts";
import { useJourney } from "../../fixtures/use-journey.ts";

describe.skipIf(!programsHere("chromium"))("what officers do, in Chromium", () => {
  const journey = useJourney();

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
  });

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
  });

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
      // Nothing is drawn for it: what their browser would receive is what counts.
      const name = `o.${role.replace("_", "")}`;
      const read = await journey.reader(name, role);
      expect(await read("/console/account")).toContain(name);
      for (const place of [...places, `/console/cases/complaints/${sent.reference}`]) bodies.push(await read(place));
    }
    // The complainant is told the same whatever became of it.
    await told(citizen, journey, sent, "passed_on", "en");
    bodies.push(await citizen.content());
    for (const place of ["/transparency", "/transparency/months", "/entries/e1"])
      bodies.push(await (await citizen.request.get(place)).text());
    expect(bodies.length).toBeGreaterThan(roles.length * places.length);
    expect(bodies.filter((body) => body.includes(word))).toEqual([]);
  });
});
