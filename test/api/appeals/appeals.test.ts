import { describe, expect, test } from "vitest";
import { enrolled, stepUp } from "../../fixtures/access.ts";
import { casesApi, work } from "../../fixtures/cases-api.ts";
import { approved } from "../../fixtures/orders.ts";

describe("anyone_can_appeal", () => {
  test("with_the_address_alone", async () => {
    const api = casesApi();
    approved(api.ports.db, ["a.example"]);
    const sent = await api.ask("POST", "/v1/appeals", { url: "https://www.a.example/page" });
    expect(sent.status).toBe(201);
    expect(sent.body).toMatchObject({ entry: "e1", reference: expect.stringMatching(/^A-/) });
    expect(Date.parse(sent.body.answerBy) - Date.parse(sent.body.receivedAt)).toBe(30 * 86_400_000);
    const { reference, followUpCode } = sent.body;
    const headers = { "follow-up-code": followUpCode };
    const followed = await api.ask("GET", `/v1/appeals/${reference}`, undefined, headers);
    expect(followed.body).toMatchObject({ reference, status: "received", courtUntil: null });
    const wrong = await api.ask("GET", `/v1/appeals/${reference}`, undefined, { "follow-up-code": "x" });
    const unknown = await api.ask("GET", "/v1/appeals/A-0000-0000", undefined, headers);
    expect([wrong.status, wrong.body]).toEqual([404, unknown.body]);
  });

  test("a_sealed_and_an_unlisted_address_get_the_same_answer", async () => {
    const api = casesApi();
    approved(api.ports.db, ["hidden.invalid"], { category: "child-abuse", list: "sealed" });
    const seen = async (url: string) => {
      const { body, status, response } = await api.ask("POST", "/v1/appeals", { url });
      const headers = { "follow-up-code": body.followUpCode };
      const followed = await api.ask("GET", `/v1/appeals/${body.reference}`, undefined, headers);
      const plain = ({ reference: _, followUpCode: __, ...rest }: typeof body) => rest;
      return [status, plain(body), [...response.headers], followed.status, plain(followed.body)];
    };
    expect(await seen("hidden.invalid")).toEqual(await seen("nowhere.invalid"));
  });

  test("what_is_no_address_is_refused_with_its_code", async () => {
    const answer = await casesApi().ask("POST", "/v1/appeals", { url: "192.0.2.1" });
    expect(answer.body).toMatchObject({ status: 400, code: "bad_request", refused: "ip_address" });
  });

  test("but_not_by_the_thousand", async () => {
    const api = casesApi();
    const statuses: number[] = [];
    for (let sent = 0; sent < 11; sent++)
      statuses.push((await api.ask("POST", "/v1/appeals", { url: "a.example" })).status);
    expect(statuses.at(-1)).toBe(429);
    const proof = await work(api);
    expect((await api.ask("POST", "/v1/appeals", { url: "a.example", proof })).status).toBe(201);
  });
});

test("two_officers_with_fresh_second_factors_lift_a_block_over_http", async () => {
  const api = casesApi();
  approved(api.ports.db, ["a.example", "b.example"]);
  const { reference, followUpCode } = (await api.ask("POST", "/v1/appeals", { url: "a.example" })).body;
  const path = `/v1/cases/appeals/${reference}`;
  const first = await enrolled(api.access, api.staff, "d.raza", ["officer"]);
  const second = await enrolled(api.access, api.staff, "e.noor", ["officer"]);
  expect((await first.browser.call("GET", "/v1/cases/appeals")).body.appeals).toHaveLength(1);
  await first.browser.call("POST", `${path}/take`);
  api.access.clock.at += 301;
  const body = { verdict: "upheld", reasons: "the wrong name was ordered" };
  expect((await first.browser.call("POST", `${path}/propose`, body)).body.code).toBe("step_up_required");
  await stepUp(api.access, first, first.browser);
  expect((await first.browser.call("POST", `${path}/propose`, body)).body).toMatchObject({
    state: "proposed",
    proposal: { by: "d.raza", verdict: "upheld" },
  });
  expect((await first.browser.call("POST", `${path}/confirm`)).body.code).toBe("same_officer");
  await stepUp(api.access, second, second.browser);
  expect((await second.browser.call("POST", `${path}/confirm`)).body).toMatchObject({ outcome: "upheld" });
  const view = (await second.browser.call("GET", path)).body;
  expect(view).toMatchObject({ shown: { text: "a.example", entry: null }, standing: [] });
  const followed = await api.ask("GET", `/v1/appeals/${reference}`, undefined, { "follow-up-code": followUpCode });
  expect(followed.body.status).toBe("upheld");
  expect(api.failures).toEqual([]);
});
