import { describe, expect, test } from "vitest";
import { issueToken } from "../../../src/access/issue-token.ts";
import { createOrganisation } from "../../../src/access/organisations.ts";
import { complaintByReference } from "../../../src/storage/cases/complaints.ts";
import { enrolled } from "../../fixtures/access.ts";
import { casesApi, work } from "../../fixtures/cases-api.ts";

const COMPLAINT = { category: "decency", addresses: ["http://a.example/page"] };

/** A partner that may ask for decency only, and its token. */
function partner(api: ReturnType<typeof casesApi>) {
  const request = { name: "fia", displayName: "FIA", kind: "partner" as const, categories: ["decency" as const] };
  createOrganisation(api.access, request, "admin");
  const { token } = issueToken(api.access, { organisation: "fia", label: "test" }, "admin");
  return { authorization: `Bearer ${token}` };
}

describe("anyone_can_complain", () => {
  test("without_an_account_in_either_language_with_several_addresses", async () => {
    const api = casesApi();
    const sent = await api.ask("POST", "/v1/complaints", {
      category: "Glory of Islam",
      addresses: ["a.example/1", "a.example/2", "whatsapp group of Ali"],
      description: "یہ صفحہ توہین آمیز ہے",
      language: "ur",
      proof: await work(api),
    });
    expect(sent.status).toBe(201);
    expect(sent.body.reference).toMatch(/^C-/);
    expect(sent.body.addresses).toEqual([
      { understood: true, code: null },
      { understood: true, code: null },
      { understood: false, code: expect.any(String) },
    ]);
    expect(sent.response.headers.get("cache-control")).toBe("no-store");
    const stored = complaintByReference(api.ports.db, sent.body.reference);
    expect(stored).toMatchObject({
      channel: "form",
      queue: "normal",
      complainant: { kind: "anonymous" },
      language: "ur",
    });
  });

  test("with_the_reference_and_the_code_it_is_followed_up", async () => {
    const { ask } = casesApi();
    const { reference, followUpCode } = (await ask("POST", "/v1/complaints", COMPLAINT)).body;
    const followed = await ask("GET", `/v1/complaints/${reference.toLowerCase()}`, undefined, {
      "follow-up-code": followUpCode.toLowerCase().replaceAll("-", " "),
    });
    expect(followed.status).toBe(200);
    expect(followed.body).toMatchObject({ reference, status: "received", category: "decency", answer: null });
    expect(followed.body.text.ur).toMatch(/[\u0600-\u06ff]/);
    expect(followed.text).not.toContain("a.example");
  });

  test("whoever_complains_of_child_abuse_reads_the_helplines", async () => {
    const { ask } = casesApi();
    const abuse = await ask("POST", "/v1/complaints", { category: "Child Abuse", addresses: ["hidden.invalid"] });
    expect(abuse.body.helplines.map(({ number }: { number: string }) => number)).toEqual(["1121", "1991"]);
    expect((await ask("POST", "/v1/complaints", COMPLAINT)).body.helplines).toEqual([]);
  });
});

describe("the_code", () => {
  test("an_unknown_reference_and_a_wrong_code_are_answered_alike", async () => {
    const { ask } = casesApi();
    const { reference } = (await ask("POST", "/v1/complaints", COMPLAINT)).body;
    const code = { "follow-up-code": "AAAAA-AAAAA-AAAAA-AAAAA" };
    const wrong = await ask("GET", `/v1/complaints/${reference}`, undefined, code);
    const unknown = await ask("GET", "/v1/complaints/C-0000-0000", undefined, code);
    const malformed = await ask("GET", "/v1/complaints/x", undefined, code);
    expect([wrong.status, wrong.body]).toEqual([404, unknown.body]);
    expect(malformed.body).toEqual(unknown.body);
    expect([...wrong.response.headers]).toEqual([...unknown.response.headers]);
  });

  test("lies_hashed_in_the_database", async () => {
    const { ask, ports } = casesApi();
    const { followUpCode } = (await ask("POST", "/v1/complaints", COMPLAINT)).body;
    const stored = JSON.stringify(
      ["correspondents", "complaints", "events", "notices", "audit"].map((table) =>
        ports.db.sqlite.prepare(`SELECT * FROM ${table}`).all(),
      ),
    );
    expect(stored).not.toContain(followUpCode);
    expect(stored).not.toContain(followUpCode.replaceAll("-", ""));
  });

  test("cannot_be_tried_out", async () => {
    const { ask } = casesApi();
    const { reference } = (await ask("POST", "/v1/complaints", COMPLAINT)).body;
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 61; attempt++) {
      const headers = { "follow-up-code": `AAAAA-${attempt}`, "test-address": `198.51.100.${attempt}` };
      statuses.push((await ask("GET", `/v1/complaints/${reference}`, undefined, headers)).status);
    }
    expect(statuses.filter((status) => status === 404)).toHaveLength(60);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe("proof_of_work", () => {
  const queueAfter = async (proof: (api: ReturnType<typeof casesApi>) => Promise<string | undefined>) => {
    const api = casesApi();
    const sent = await api.ask("POST", "/v1/complaints", { ...COMPLAINT, proof: await proof(api) });
    expect(sent.status).toBe(201);
    return complaintByReference(api.ports.db, sent.body.reference)?.queue;
  };
  const altered = async (api: ReturnType<typeof casesApi>, change: (payload: never) => void) => {
    const payload = JSON.parse(Buffer.from(await work(api), "base64").toString("utf8"));
    change(payload as never);
    return Buffer.from(JSON.stringify(payload)).toString("base64");
  };

  test("done_it_goes_the_usual_way", async () => expect(await queueAfter(work)).toBe("normal"));
  test("a_browser_without_script_takes_the_slower_one", async () =>
    expect(await queueAfter(async () => undefined)).toBe("slow"));
  test("as_does_nonsense", async () => expect(await queueAfter(async () => "e30=")).toBe("slow"));
  test("and_a_wrong_solution", async () =>
    expect(
      await queueAfter((api) =>
        altered(api, (payload: { solution: { derivedKey: string } }) => {
          payload.solution.derivedKey = "00".repeat(32);
        }),
      ),
    ).toBe("slow"));
  test("and_a_challenge_that_somebody_made_easier", async () =>
    expect(
      await queueAfter((api) =>
        altered(api, (payload: { challenge: { parameters: { cost: number } } }) => {
          payload.challenge.parameters.cost = 2;
        }),
      ),
    ).toBe("slow"));

  test("one_solution_counts_once", async () => {
    const api = casesApi();
    const proof = await work(api);
    const queues: unknown[] = [];
    for (const name of ["a.example", "b.example"]) {
      const sent = await api.ask("POST", "/v1/complaints", { ...COMPLAINT, addresses: [name], proof });
      queues.push(complaintByReference(api.ports.db, sent.body.reference)?.queue);
    }
    expect(queues).toEqual(["normal", "slow"]);
  });
});

test("one_caller_cannot_flood_the_desk", async () => {
  const { ask } = casesApi();
  const statuses: number[] = [];
  for (let sent = 0; sent < 11; sent++)
    statuses.push((await ask("POST", "/v1/complaints", { ...COMPLAINT, addresses: [`a${sent}.example`] })).status);
  expect(statuses).toEqual([...Array(10).fill(201), 429]);
  const refused = await ask("POST", "/v1/complaints", COMPLAINT);
  expect(Number(refused.response.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await ask("POST", "/v1/complaints", COMPLAINT, { "test-address": "198.51.100.9" })).status).toBe(201);
});

describe("what_is_refused", () => {
  const cases: [string, unknown, number, string][] = [
    ["an_unknown_category", { ...COMPLAINT, category: "no such" }, 422, "category_unknown"],
    ["no_address", { ...COMPLAINT, addresses: [] }, 400, "bad_request"],
    ["blank_addresses", { ...COMPLAINT, addresses: [" "] }, 400, "bad_request"],
    [
      "51_addresses",
      { ...COMPLAINT, addresses: Array.from({ length: 51 }, (_, i) => `a${i}.example`) },
      400,
      "bad_request",
    ],
    [
      "a_contact_that_breaks_a_header",
      { ...COMPLAINT, contact: { email: "a@b.example\r\nBcc: x@y.example" } },
      400,
      "bad_request",
    ],
    ["no_json", "category=decency", 400, "bad_request"],
  ];
  test.each(cases)("%s", async (_, body, status, code) => {
    const answer = await casesApi().ask("POST", "/v1/complaints", body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.response.headers.get("content-type")).toBe("application/problem+json");
  });

  test("files_of_any_kind", async () => {
    const { ask } = casesApi();
    for (const type of ["multipart/form-data; boundary=x", "image/png", "application/octet-stream"]) {
      const answer = await ask("POST", "/v1/complaints", "--x", { "content-type": type });
      expect([answer.status, answer.body.code]).toEqual([415, "unsupported_media_type"]);
    }
  });

  test("a_body_that_is_too_large", async () => {
    const answer = await casesApi().ask("POST", "/v1/complaints", { ...COMPLAINT, description: "x".repeat(70_000) });
    expect(answer.status).toBe(413);
  });
});

describe("partners", () => {
  test("complain_within_their_mandate_and_may_say_that_it_is_urgent", async () => {
    const api = casesApi();
    const headers = partner(api);
    const sent = await api.ask("POST", "/v1/complaints", { ...COMPLAINT, urgency: "emergency" }, headers);
    expect(sent.status).toBe(201);
    expect(complaintByReference(api.ports.db, sent.body.reference)).toMatchObject({
      channel: "partner",
      queue: "normal",
      urgency: "emergency",
      complainant: { kind: "organisation", name: "fia" },
    });
    const outside = await api.ask("POST", "/v1/complaints", { ...COMPLAINT, category: "contempt" }, headers);
    expect([outside.status, outside.body.code]).toEqual([403, "outside_mandate"]);
  });

  test("a_bad_token_is_refused_and_not_taken_for_nobody", async () => {
    const { ask } = casesApi();
    const answer = await ask("POST", "/v1/complaints", COMPLAINT, { authorization: "Bearer hfz_nothing" });
    expect(answer.status).toBe(401);
  });

  test("see_their_own_on_the_desk_and_nothing_of_anybody_elses", async () => {
    const api = casesApi();
    const headers = partner(api);
    const own = (await api.ask("POST", "/v1/complaints", COMPLAINT, headers)).body.reference;
    const others = (await api.ask("POST", "/v1/complaints", COMPLAINT)).body.reference;
    const see = async (path: string) => {
      const answer = await api.staff.request(`https://registry.example${path}`, { headers });
      return { status: answer.status, body: await answer.json() };
    };
    const list = await see("/v1/cases/complaints?state=any");
    expect(list.body.complaints.map(({ reference }: { reference: string }) => reference)).toEqual([own]);
    const view = await see(`/v1/cases/complaints/${own}`);
    expect(view.body).toMatchObject({ reference: own, related: [], joiners: [], history: [] });
    expect((await see(`/v1/cases/complaints/${others}`)).status).toBe(404);
    expect((await see("/v1/cases/sealed-complaints")).status).toBe(403);
    expect((await see("/v1/cases/clocks?from=2026-11-01&until=2026-12-01")).status).toBe(403);
  });
});

test("officers_work_on_a_complaint_over_http_from_queue_to_answer", async () => {
  const api = casesApi();
  const { reference, followUpCode } = (await api.ask("POST", "/v1/complaints", COMPLAINT)).body;
  const { browser } = await enrolled(api.access, api.staff, "b.ali", ["officer"]);
  const path = `/v1/cases/complaints/${reference}`;
  expect((await browser.call("GET", "/v1/cases/complaints")).body.complaints).toHaveLength(1);
  const early = await browser.call("POST", `${path}/answer`, { template: "not_unlawful", reasons: "x" });
  expect([early.status, early.body.code]).toEqual([409, "case_state"]);
  expect((await browser.call("POST", `${path}/take`)).body.lock.officer).toBe("b.ali");
  const blank = await browser.call("POST", `${path}/answer`, { template: "not_unlawful", reasons: "" });
  expect([blank.status, blank.body.code]).toEqual([422, "case_incomplete"]);
  await browser.call("POST", `${path}/refer`, { body: "platform" });
  const updated = await browser.call("PATCH", `${path}/referrals/1`, { status: "sent" });
  expect(updated.status).toBe(200);
  expect((await browser.call("GET", path)).body).toMatchObject({
    shown: [{ kind: "open", text: "http://a.example/page", value: "a.example/page", entry: null }],
    referrals: [{ number: 1, body: "platform", status: "sent" }],
  });
  expect((await browser.call("POST", `${path}/answer`, { template: "asked_platform", reasons: "x" })).status).toBe(200);
  const followed = await api.ask("GET", `/v1/complaints/${reference}`, undefined, { "follow-up-code": followUpCode });
  expect(followed.body).toMatchObject({ status: "passed_on", answer: { template: "asked_platform" } });
  const second = (await api.ask("POST", "/v1/complaints", { ...COMPLAINT, addresses: ["b.example"] })).body.reference;
  await browser.call("POST", `/v1/cases/complaints/${second}/take`);
  const converted = await browser.call("POST", "/v1/cases/complaints/convert", {
    references: [second],
    number: "PTA/2026/9",
    ground: "decency",
  });
  expect([converted.status, converted.body.order]).toEqual([201, "o1"]);
});
