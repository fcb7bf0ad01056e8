import { beforeEach, describe, expect, test } from "vitest";
import { DAY } from "../../../src/core/order/period.ts";
import { expireOrders } from "../../../src/review/expire-orders.ts";
import { eventWatermark } from "../../../src/storage/log.ts";
import { activeEntries } from "../../../src/storage/published-entries.ts";
import { verifyAudit } from "../../../src/storage/verify-audit.ts";
import { browser } from "../../fixtures/access.ts";
import { orderDesk, TERMS } from "../../fixtures/order-desk.ts";

type Desk = ReturnType<typeof orderDesk>;
type Officer = Awaited<ReturnType<Desk["officer"]>>;

let desk: Desk;
let clerk: Officer;
let officer: Officer;
let second: Officer;
let senior: Officer;
beforeEach(async () => {
  desk = orderDesk();
  clerk = await desk.officer("k.clerk", "clerk");
  officer = await desk.officer("a.officer", "officer");
  second = await desk.officer("b.officer", "officer");
  senior = await desk.officer("s.senior", "senior_officer");
});

const listed = () => {
  const { db } = desk.ports;
  return [...activeEntries(db, "general", eventWatermark(db)).entries].map((entry) => entry.value);
};

/** Drafted by the clerk; `lines` uploaded. Returns its path. */
async function drafted(lines: string, change: object = {}): Promise<string> {
  const made = await clerk.call("POST", "/v1/orders", { ...TERMS, ...change });
  expect(made.status).toBe(201);
  const path = `/v1/orders/${made.body.id}`;
  expect((await clerk.upload(`${path}/items`, lines)).status).toBe(200);
  return path;
}
const digestOf = async (path: string) => (await clerk.call("GET", path)).body.digest;
const approval = async (path: string) => ({ digest: await digestOf(path), reasons: "as ordered" });

test("an_order_goes_from_a_draft_to_the_list_by_two_officers", async () => {
  const path = await drafted("a.example\nhttps://b.example/page\n.com\n");
  expect((await officer.call("POST", `${path}/submit`)).body.order).toMatchObject({ submittedBy: "a.officer" });
  const approved = await second.decide(`${path}/approve`, await approval(path));
  expect([approved.status, approved.body.entries]).toEqual([200, 2]);
  expect(listed()).toEqual(["a.example", "b.example/page"]);
  const { events, counts } = (await clerk.call("GET", path)).body;
  expect(counts).toMatchObject({ accepted: 2, refused: 1 });
  expect(events.map(({ kind, actor }: Record<string, string>) => [kind, actor])).toEqual([
    ["created", "k.clerk"],
    ["items_added", "k.clerk"],
    ["submitted", "a.officer"],
    ["approved", "b.officer"],
  ]);
  expect(verifyAudit(desk.ports.db).findings).toEqual([]);
});

test("the_author_cannot_approve", async () => {
  const made = await officer.call("POST", "/v1/orders", TERMS);
  const path = `/v1/orders/${made.body.id}`;
  await clerk.upload(`${path}/items`, "a.example\n");
  await clerk.call("POST", `${path}/submit`);
  const answer = await officer.decide(`${path}/approve`, await approval(path));
  expect([answer.status, answer.body.code]).toEqual([403, "author_cannot_approve"]);
  expect(listed()).toEqual([]);
});

test("one_who_only_edited_cannot_approve", async () => {
  const path = await drafted("a.example\nb.example\n");
  await officer.upload(`${path}/items`, "c.example\n");
  await second.call("POST", `${path}/items/remove`, { items: [2] });
  await senior.call("PUT", path, { ...TERMS, requestedBy: "Ministry" });
  await clerk.call("POST", `${path}/submit`);
  for (const editor of [officer, second, senior]) {
    const answer = await editor.decide(`${path}/approve`, await approval(path));
    expect([answer.status, answer.body.code]).toEqual([403, "author_cannot_approve"]);
  }
});

describe("an_edit_voids_approval", () => {
  const edits: Record<string, (path: string) => Promise<{ status: number }>> = {
    "an upload": (path) => clerk.upload(`${path}/items`, "b.example\n"),
    "a removal": (path) => clerk.call("POST", `${path}/items/remove`, { items: [1] }),
    "other terms": (path) => clerk.call("PUT", path, { ...TERMS, ground: "public-order" }),
  };
  for (const [name, edit] of Object.entries(edits))
    test(name, async () => {
      const path = await drafted("a.example\nz.example\n");
      await officer.call("POST", `${path}/submit`);
      const reviewed = await approval(path);
      expect((await edit(path)).status).toBe(200);
      expect((await second.decide(`${path}/approve`, reviewed)).body.code).toBe("order_state");
      await officer.call("POST", `${path}/submit`);
      expect((await second.decide(`${path}/approve`, reviewed)).body.code).toBe("digest_mismatch");
      expect((await second.decide(`${path}/approve`, await approval(path))).status).toBe(200);
    });

  test("and what a senior decided about held items", async () => {
    const path = await drafted("a.example\nbloomberg.com\n");
    await officer.call("POST", `${path}/submit`);
    const decision = { ...(await approval(path)), accept: [2] };
    expect((await senior.decide(`${path}/held`, decision)).status).toBe(200);
    await clerk.upload(`${path}/items`, "b.example\n");
    await officer.call("POST", `${path}/submit`);
    await second.decide(`${path}/approve`, await approval(path));
    expect(listed()).toEqual(["a.example", "b.example"]);
  });
});

describe("a_held_popular_name_needs_a_senior", () => {
  test("an officer's approval leaves it out", async () => {
    const path = await drafted("a.example\nbloomberg.com\n");
    await officer.call("POST", `${path}/submit`);
    const reviewed = await approval(path);
    expect((await second.decide(`${path}/held`, { ...reviewed, accept: [2] })).status).toBe(403);
    await second.decide(`${path}/approve`, reviewed);
    expect(listed()).toEqual(["a.example"]);
  });

  test("a senior officer lets it in before or after the approval, one by one", async () => {
    const path = await drafted("bloomberg.com\nwikipedia.org\nyoutube.com\n");
    await officer.call("POST", `${path}/submit`);
    const reviewed = await approval(path);
    await senior.decide(`${path}/held`, { ...reviewed, accept: [1], reject: [2] });
    await second.decide(`${path}/approve`, reviewed);
    expect(listed()).toEqual(["bloomberg.com"]);
    const after = await senior.decide(`${path}/held`, { ...reviewed, accept: "all" });
    expect([after.status, after.body.entries]).toEqual([200, 1]);
    expect(listed()).toEqual(["bloomberg.com", "youtube.com"]);
    expect((await senior.decide(`${path}/held`, { ...reviewed, reject: [3] })).body.code).toBe("bad_request");
    expect(verifyAudit(desk.ports.db).findings).toEqual([]);
  });

  test("what is not held cannot be named", async () => {
    const path = await drafted("a.example\nbloomberg.com\n");
    await officer.call("POST", `${path}/submit`);
    const answer = await senior.decide(`${path}/held`, { ...(await approval(path)), accept: [1] });
    expect([answer.status, answer.body.code]).toEqual([400, "bad_request"]);
  });

  test("the senior officer is a third person", async () => {
    const path = await drafted("a.example\nbloomberg.com\n");
    await senior.call("POST", `${path}/submit`);
    const reviewed = await approval(path);
    expect((await senior.decide(`${path}/held`, { ...reviewed, accept: [2] })).body.code).toBe("same_officer");
    const other = await desk.officer("t.senior", "senior_officer");
    await other.decide(`${path}/held`, { ...reviewed, accept: [2] });
    expect((await other.decide(`${path}/approve`, reviewed)).body.code).toBe("same_officer");
  });
});

describe("emergency", () => {
  const emergency = { urgency: "emergency" };

  test("an_emergency_expires_unconfirmed", async () => {
    const path = await drafted("a.example\n", emergency);
    const approved = await senior.decide(`${path}/approve-emergency`, await approval(path));
    expect([approved.status, approved.body.order.emergency]).toEqual([200, "unconfirmed"]);
    const { db, clock } = desk.ports;
    const end = Date.parse(approved.body.order.expiresAt) / 1_000;
    expect(end - clock.at).toBe(7 * DAY);
    expect(expireOrders(db, end - 1)).toEqual([]);
    expect(listed()).toEqual(["a.example"]);
    expect(expireOrders(db, end)).toEqual([{ order: "o1", removed: 1 }]);
    expect(listed()).toEqual([]);
    expect(expireOrders(db, end + DAY)).toEqual([]);
    expect(verifyAudit(db).findings).toEqual([]);
  });

  test("stands when a second officer confirms it", async () => {
    const path = await drafted("a.example\n", emergency);
    const reviewed = await approval(path);
    await senior.decide(`${path}/approve-emergency`, reviewed);
    expect((await senior.decide(`${path}/confirm-emergency`, reviewed)).body.code).toBe("same_officer");
    const confirmed = await officer.decide(`${path}/confirm-emergency`, reviewed);
    expect(confirmed.body.order.emergency).toBe("confirmed");
    expect(expireOrders(desk.ports.db, desk.ports.clock.at + 8 * DAY)).toEqual([]);
    expect(listed()).toEqual(["a.example"]);
  });

  test("is for senior officers, for emergencies, and not for authors", async () => {
    const path = await drafted("a.example\n", emergency);
    const reviewed = await approval(path);
    expect((await officer.decide(`${path}/approve-emergency`, reviewed)).body.code).toBe("forbidden");
    await senior.upload(`${path}/items`, "b.example\n");
    const now = await approval(path);
    expect((await senior.decide(`${path}/approve-emergency`, now)).body.code).toBe("author_cannot_approve");
    const ordinary = await drafted("c.example\n", { number: "PTA/2026/2" });
    const answer = await senior.decide(`${ordinary}/approve-emergency`, await approval(ordinary));
    expect(answer.body.code).toBe("order_state");
  });
});

describe("a_partner_cannot_leave_its_mandate", () => {
  test("when it enters, changes or submits an order", async () => {
    const fia = desk.partner("fia", ["decency"]);
    const refused = await fia("POST", "/v1/orders", { ...TERMS, category: "hate-speech" });
    expect([refused.status, refused.body.code]).toEqual([403, "outside_mandate"]);
    const made = await fia("POST", "/v1/orders", { ...TERMS, authority: "FIA" });
    expect([made.status, made.body.organisation]).toEqual([201, "fia"]);
    const path = `/v1/orders/${made.body.id}`;
    const moved = await fia("PUT", path, { ...TERMS, authority: "FIA", category: "proxy" });
    expect(moved.body.code).toBe("outside_mandate");
    expect((await fia("POST", `${path}/items`, "a.example\n", "text/plain")).status).toBe(200);
    desk.access.changeOrganisation("fia", { categories: ["proxy"] }, "test");
    expect((await fia("POST", `${path}/submit`)).body.code).toBe("outside_mandate");
    desk.access.changeOrganisation("fia", { categories: ["decency"] }, "test");
    expect((await fia("POST", `${path}/submit`)).status).toBe(200);
    expect((await fia("POST", `${path}/approve`, await approval(path))).status).toBe(403);
  });

  test("nor see what belongs to others", async () => {
    const path = await drafted("a.example\n");
    const fia = desk.partner("fia", ["decency"]);
    const ctd = desk.partner("ctd", ["decency"]);
    const own = (await fia("POST", "/v1/orders", { ...TERMS, authority: "FIA" })).body;
    expect((await fia("GET", path)).body.code).toBe("order_unknown");
    expect((await ctd("GET", `/v1/orders/${own.id}`)).status).toBe(404);
    expect((await ctd("POST", `/v1/orders/${own.id}/items`, "x.example\n", "text/plain")).status).toBe(404);
    expect((await fia("GET", "/v1/orders")).body.orders.map(({ id }: { id: string }) => id)).toEqual([own.id]);
    expect((await officer.call("GET", "/v1/orders")).body.orders).toHaveLength(2);
  });
});

describe("a_cleared_name_cannot_return", () => {
  /** Blocked, then cleared by two officers. */
  async function cleared() {
    const path = await drafted("a.example\n");
    await officer.call("POST", `${path}/submit`);
    await second.decide(`${path}/approve`, await approval(path));
    await officer.decide(`${path}/withdraw`, { reasons: "cleared on appeal", cleared: true });
    await second.decide(`${path}/withdraw/confirm`);
    expect(listed()).toEqual([]);
  }

  test("in an order that is entered later: a senior officer decides, for 90 days", async () => {
    await cleared();
    const again = await drafted("www.a.example\n", { number: "PTA/2026/2" });
    const { items } = (await clerk.call("GET", `${again}/items?outcome=held`)).body;
    expect(items).toMatchObject([{ text: "www.a.example", code: "recently_cleared" }]);
    await officer.call("POST", `${again}/submit`);
    const reviewed = await approval(again);
    expect((await second.decide(`${again}/held`, { ...reviewed, accept: [1] })).body.code).toBe("forbidden");
    expect((await second.decide(`${again}/approve`, reviewed)).body.entries).toBe(0);
    expect(listed()).toEqual([]);
    desk.ports.clock.at += 91 * DAY;
    const later = await desk.officer("l.clerk", "clerk");
    const checked = await later.upload("/v1/orders/check", "www.a.example\n");
    expect(checked.body.counts).toMatchObject({ accepted: 1, held: 0 });
  });

  test("in an order that was entered before: it has to be entered anew, and is held", async () => {
    const again = await drafted("b.example\nhttps://a.example/page\n", { number: "PTA/2026/2" });
    await cleared();
    await officer.call("POST", `${again}/submit`);
    const refused = await second.decide(`${again}/approve`, await approval(again));
    expect([refused.status, refused.body.code]).toEqual([409, "cleared_since"]);
    expect(refused.body.detail).toContain("item 2.");
    expect(listed()).toEqual([]);
    await clerk.call("POST", `${again}/items/remove`, { items: [2] });
    const upload = await clerk.upload(`${again}/items`, "https://a.example/page\n");
    expect(upload.body.upload.counts).toMatchObject({ accepted: 0, held: 1 });
    await officer.call("POST", `${again}/submit`);
    expect((await second.decide(`${again}/approve`, await approval(again))).status).toBe(200);
    expect(listed()).toEqual(["b.example"]);
    const reviewed = { ...(await approval(again)), accept: "all" };
    expect((await senior.decide(`${again}/held`, reviewed)).status).toBe(200);
    expect(listed()).toEqual(["a.example/page", "b.example"]);
  });
});

describe("withdrawal", () => {
  test("takes_two_officers", async () => {
    const path = await drafted("a.example\nb.example\n");
    await officer.call("POST", `${path}/submit`);
    await second.decide(`${path}/approve`, await approval(path));
    expect((await second.decide(`${path}/withdraw/confirm`)).body.code).toBe("order_state");
    const proposed = await officer.decide(`${path}/withdraw`, { items: [1], reasons: "wrong name" });
    expect(proposed.body.order.proposal).toMatchObject({ kind: "withdraw", by: "a.officer", items: [1] });
    expect((await officer.decide(`${path}/withdraw/confirm`)).body.code).toBe("same_officer");
    expect(listed()).toEqual(["a.example", "b.example"]);
    const confirmed = await second.decide(`${path}/withdraw/confirm`);
    expect([confirmed.body.entries, confirmed.body.order.proposal]).toEqual([1, null]);
    expect(listed()).toEqual(["b.example"]);
  });

  test("can_be_dropped_and_an_extension_takes_two_officers_as_well", async () => {
    const path = await drafted("a.example\n");
    await officer.call("POST", `${path}/submit`);
    await second.decide(`${path}/approve`, await approval(path));
    await officer.decide(`${path}/withdraw`, { reasons: "wrong" });
    const dates = { reviewAt: "2027-06-01T00:00:00Z", expiresAt: "2028-06-01T00:00:00Z", reasons: "still there" };
    expect((await officer.decide(`${path}/extend`, dates)).body.code).toBe("order_state");
    expect((await officer.decide(`${path}/proposal/drop`, { reasons: "a slip" })).status).toBe(200);
    expect((await officer.decide(`${path}/extend`, dates)).status).toBe(200);
    expect((await officer.decide(`${path}/extend/confirm`)).body.code).toBe("same_officer");
    const extended = await second.decide(`${path}/extend/confirm`);
    expect(extended.body.order).toMatchObject({ expiresAt: dates.expiresAt, reviewAt: dates.reviewAt, proposal: null });
    const { orders } = activeEntries(desk.ports.db, "general", eventWatermark(desk.ports.db));
    expect(orders[0]?.expiresAt).toBe(Date.parse(dates.expiresAt) / 1_000);
  });
});

test("a_stolen_session_cannot_approve_without_step_up", async () => {
  const path = await drafted("a.example\n");
  await officer.call("POST", `${path}/submit`);
  const reviewed = await approval(path);
  desk.ports.clock.at += 600;
  // The thief has the cookie and the value against forgery: all that a browser keeps.
  const thief = browser(desk.app);
  thief.cookie = second.raw.cookie;
  thief.csrf = second.raw.csrf;
  expect((await thief.call("GET", path)).status).toBe(200);
  const answer = await thief.call("POST", `${path}/approve`, reviewed);
  expect([answer.status, answer.body.code]).toEqual([403, "step_up_required"]);
  expect(listed()).toEqual([]);
  expect((await second.decide(`${path}/approve`, reviewed)).status).toBe(200);
});

describe("sealed_orders_have_their_own_desk", () => {
  test("officers of the general one can neither enter nor see them", async () => {
    const abuse = { ...TERMS, category: "child-abuse" };
    expect((await officer.call("POST", "/v1/orders", abuse)).body.code).toBe("forbidden");
    expect((await officer.call("POST", "/v1/sealed/orders", abuse)).body.code).toBe("forbidden");
    const sealed = await desk.officer("x.sealed", "sealed_officer");
    const made = await sealed.call("POST", "/v1/sealed/orders", abuse);
    expect(made.status).toBe(201);
    expect((await officer.call("GET", `/v1/orders/${made.body.id}`)).body.code).toBe("order_unknown");
    expect((await officer.call("GET", "/v1/orders")).body.orders).toEqual([]);
  });

  test("whoever looks at the addresses says why, and it is recorded", async () => {
    const sealed = await desk.officer("x.sealed", "sealed_officer");
    const made = await sealed.call("POST", "/v1/sealed/orders", { ...TERMS, category: "child-abuse" });
    const path = `/v1/sealed/orders/${made.body.id}`;
    await sealed.upload(`${path}/items`, "secret.example\n");
    expect((await sealed.call("GET", `${path}/items`)).body.code).toBe("bad_request");
    const naming = await sealed.call("GET", `${path}/items?reason=is+secret%5B.%5Dexample+listed%3F`);
    expect([naming.status, naming.body.code]).toEqual([422, "names_sealed_address"]);
    const shown = await sealed.call("GET", `${path}/items?reason=review+of+the+order`);
    expect(shown.body.items[0].target.value).toBe("secret.example");
    const audit = desk.ports.db.sqlite.prepare("SELECT actor, detail FROM audit WHERE action = 'order.reveal'").all();
    expect(audit).toEqual([{ actor: "x.sealed", detail: '{"reason":"review of the order"}' }]);
  });
});
