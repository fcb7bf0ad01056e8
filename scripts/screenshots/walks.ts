import { generate } from "otplib";
import type { Page } from "playwright-core";
import { press, send, sendButton } from "../../test/fixtures/journey.ts";
import { enterOrder as enterLines, saveAndSubmit } from "../../test/fixtures/journey-steps.ts";
import type { StaffPerson } from "../../test/fixtures/staff-browser.ts";
import type { Newcomer, Sent } from "./registry.ts";

/** Pages that are come to by doing something: they answer a form, or they are what somebody's script makes. */
export type Walk = {
  readonly name: string;
  /** Goes the way, and says where there is something to look at. What it leaves behind is in nobody's way. */
  readonly go: (page: Page, seen: Seen) => Promise<void>;
};
/** `where` is told apart from the walk's other places. */
type Seen = (where: string) => Promise<void>;

export const checkInPrivate = (blocked: string): Walk => ({
  name: "check-private",
  async go(page, seen) {
    await page.goto("/check/private");
    await page.locator("#private-url").fill(`www.${blocked}`);
    await sendButton(page).click();
    await page.locator("#private-answer h2").waitFor();
    await seen("answer");
  },
});

export const complain: Walk = {
  name: "complain",
  async go(page, seen) {
    await page.goto("/complain");
    await send(page);
    await seen("error");
    await complainOf(page, "decency", seen);
  },
};
export const complainOfAbuse: Walk = {
  name: "complain-abuse",
  go: (page, seen) => complainOf(page, "child-abuse", seen),
};

async function complainOf(page: Page, category: string, seen: Seen): Promise<void> {
  await page.goto(`/complain?category=${category}`);
  await send(page);
  await seen("addresses");
  await page.locator("#addresses").fill("https://forum.example/a?thread=7\nnot an address at all");
  await send(page);
  await seen("details");
  await page.locator("#description").fill("It is there since Monday.");
  await send(page);
  await seen("contact");
  await page.locator("#reach").check();
  await send(page);
  await seen("check");
  await send(page);
  await page.locator("#reference").waitFor();
  await seen("done");
}

export const object = (entry: string): Walk => ({
  name: "appeal",
  async go(page, seen) {
    await page.goto(`/appeal?entry=${entry}`);
    await send(page);
    await seen("who");
    await page.locator("#capacity").check();
    await send(page);
    await seen("contact");
    await page.locator("#reach-2").check();
    await page.locator("#email").fill("owner@people.example");
    await send(page);
    await seen("check");
    await send(page);
    await page.locator("#reference").waitFor();
    await seen("done");
  },
});

export const follow = (complaint: Sent, appeal: Sent): Walk => ({
  name: "complaints",
  async go(page, seen) {
    for (const [where, sent] of Object.entries({ complaint, appeal })) {
      await page.goto("/complaints");
      await page.locator("#reference").fill(sent.reference);
      await page.locator("#code").fill(sent.followUpCode);
      await send(page);
      await seen(where);
    }
    await page.goto("/complaints");
    await page.locator("#reference").fill(complaint.reference);
    await page.locator("#code").fill(appeal.followUpCode);
    await send(page);
    await seen("error");
  },
});

export const signIn = (member: () => Promise<StaffPerson>): Walk => ({
  name: "sign-in",
  async go(page, seen) {
    const officer = await member();
    await page.goto("/console/sign-in");
    await page.locator("#name").fill(officer.name);
    await page.locator("#password").fill("not this one");
    await send(page);
    await seen("error");
    await page.locator("#password").fill(officer.password);
    await send(page);
    await seen("second-factor");
    await press(page, page.locator("header form button"));
  },
});

/** From the one-time code that the administrator gave to the codes for the day the app is lost. */
export const enrol = (newcomer: () => Newcomer): Walk => ({
  name: "enrol",
  async go(page, seen) {
    const { name, code } = newcomer();
    await page.goto("/console/enrol");
    for (const [field, text] of Object.entries({ name, code, password: LONG_ENOUGH, again: LONG_ENOUGH }))
      await page.locator(`#${field}`).fill(text);
    await send(page);
    await seen("second-factor");
    await press(page, page.locator('form[action="/console/account/totp"] button'));
    await seen("app");
    const secret = (await page.locator("code.hifazat-secret").innerText()).replaceAll(/\s/g, "");
    await page.locator("#code").fill(await generate({ secret }));
    await send(page);
    await seen("recovery-codes");
    await page.goto("/console/account");
    await press(page, page.locator("header form button"));
  },
});
const LONG_ENOUGH = "nobody else would think of this one";

/** An order's rows of every outcome, before and after they are saved; then the order as it waits. */
export const enterOrder = (desk: `/console/${string}`, another: () => number): Walk => ({
  name: desk.slice("/console/".length),
  async go(page, seen) {
    const lines = ["good.invalid", ".com", "192.0.2.7", "https://part.invalid/a/b", "good.invalid", "whatsapp.com"];
    const order = await enterLines(page, `PTA/2026/${900 + another()}`, `${lines.join("\n")}\n`, desk);
    await seen("rows");
    for (const outcome of ["accepted", "held", "duplicate"]) {
      const others = page.locator(`a[href*="outcome=${outcome}"]`);
      if ((await others.count()) === 0) continue;
      await press(page, others.first());
      await seen(`rows-${outcome}`);
    }
    await saveAndSubmit(page, order);
    await seen("submitted");
    for (const part of ["items", "review"]) {
      await page.goto(`${order}/${part}`);
      await seen(part);
    }
  },
});

/** Ends with a second factor that counts for some minutes, so it comes last. */
export const newFactors = (officer: StaffPerson): Walk => ({
  name: "factors",
  async go(page, seen) {
    await page.goto("/console/step-up");
    await page.locator("#code").fill(officer.recoveryCodes.pop() ?? "");
    await send(page);
    await page.goto("/console/account/new-passkey");
    await seen("passkey");
    await page.goto("/console/account/new-totp");
    await press(page, page.locator("main form button"));
    await seen("app");
  },
});
