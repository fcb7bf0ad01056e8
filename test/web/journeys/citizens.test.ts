import { describe, expect, test } from "vitest";
import { APPEAL_STATUSES } from "../../../src/core/appeal/public-status.ts";
import { STATUSES } from "../../../src/core/complaint/public-status.ts";
import { CASES } from "../../../src/web/console/cases/words.ts";
import { CHECK } from "../../../src/web/site/check/words.ts";
import { groundName } from "../../../src/web/ui/terms.ts";
import { complain, followUp, press, receiptOf, send, sendWithCode } from "../../fixtures/journey.ts";
import { answered, main, signInByHand, told } from "../../fixtures/journey-steps.ts";
import { programsHere } from "../../fixtures/programs.ts";
import { useJourney } from "../../fixtures/use-journey.ts";

describe.skipIf(!programsHere("chromium"))("from a complaint to a block and back, in Chromium", () => {
  const journey = useJourney();

  test.each([
    ["en", "with script"],
    ["ur", "without script"],
  ] as const)("a complaint becomes a block with its reason, and an appeal lifts it (%s, %s)", async (language, how) => {
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

    await answered(citizen, name, true);
    await citizen.goto(`/check?url=${name}`);
    expect(await citizen.locator("h1").innerText()).toBe(CHECK[language].blocked.title);
    const verdict = await main(citizen);
    expect(verdict).toContain(groundName(language, "decency"));
    expect(verdict).toContain(`PTA/2026/${language}`);
    await told(citizen, journey, complaint, "blocked", language);

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

    await answered(citizen, name, false);
    await citizen.goto(`/check?url=${name}`);
    expect(await citizen.locator("h1").innerText()).toBe(CHECK[language].clear.title);
    expect(await followUp(citizen, appeal)).toContain(APPEAL_STATUSES.upheld[language]);
  });
});
