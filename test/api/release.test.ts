import { describe, expect, test } from "vitest";
import type { Answers } from "../../src/api/deps.ts";
import { Release } from "../../src/api/release-schema.ts";
import { liveRelease } from "../../src/lookup/live-release.ts";
import { answersFor, loadedRelease, testApi } from "../fixtures/public-api.ts";

const { app } = testApi([{ value: "blocked.example", scope: "domain" }]);

test("the current release is described with the path of its manifest", async () => {
  const response = await app.request("/v1/release");
  const release = Release.strict().parse(await response.json());
  expect(release).toMatchObject({ release: 7, previous: 6, entries: 1, categories: { decency: 1 } });
  expect(release.manifest).toMatch(/^\/tuf\/targets\/general\/[0-9a-f]{64}\.manifest\.json$/);
  expect(release.next_poll_seconds).toBe(60);
});

test("how old it is stands in a header, also when the body is saved", async () => {
  for (const headers of [{}, { "if-none-match": '"release-7"' }]) {
    const response = await app.request("/v1/release", { headers });
    expect(response.headers.get("release-freshness")).toBe("age=100, checked=2, valid=86300");
  }
});

test("its ETag changes with the release and saves the body", async () => {
  const etag = (await app.request("/v1/release")).headers.get("etag") ?? "";
  const same = await app.request("/v1/release", { headers: { "if-none-match": `"x", ${etag}` } });
  expect(same.status).toBe(304);
  expect(await same.text()).toBe("");
  const next = testApi([], { answers: () => answersFor(8, []) }).app;
  expect((await next.request("/v1/release", { headers: { "if-none-match": etag } })).status).toBe(200);
});

describe("the long poll", () => {
  function server(maxWaiters?: number) {
    const live = liveRelease(maxWaiters);
    let answers: Answers | undefined;
    const publish = (release: number): void => {
      answers = answersFor(release, []);
      live.swap(loadedRelease(release, []));
    };
    const { app } = testApi([], { answers: () => answers, waitForRelease: live.wait });
    const ask = async (query: string) => {
      const response = await app.request(`/v1/release?${query}`);
      return { status: response.status, body: (await response.json()) as { release?: number; code?: string } };
    };
    const waiting = async (count: number): Promise<void> => {
      while (live.waiting() !== count) await new Promise((resolve) => setTimeout(resolve, 1));
    };
    return { live, publish, ask, waiting };
  }

  test("answers at once who is behind", async () => {
    const { publish, ask } = server();
    publish(4);
    expect(await ask("after=3&wait=55")).toMatchObject({ status: 200, body: { release: 4 } });
  });

  test("answers when the next release comes", async () => {
    const { publish, ask, waiting } = server();
    publish(4);
    const answer = ask("after=4&wait=55");
    await waiting(1);
    publish(5);
    expect(await answer).toMatchObject({ status: 200, body: { release: 5 } });
    await waiting(0);
  });

  test("answers with the release there is at the end of the wait", async () => {
    const { publish, ask } = server();
    publish(4);
    expect(await ask("after=4&wait=0")).toMatchObject({ status: 200, body: { release: 4 } });
    expect(await ask("after=9&wait=1")).toMatchObject({ status: 200, body: { release: 4 } });
  });

  test("waits for the first release too", async () => {
    const { publish, ask, waiting } = server();
    const answer = ask("after=0&wait=55");
    await waiting(1);
    publish(1);
    expect(await answer).toMatchObject({ status: 200, body: { release: 1 } });
  });

  test("answers everybody when the server stops", async () => {
    const { live, publish, ask, waiting } = server();
    publish(4);
    const answers = [ask("after=4&wait=55"), ask("after=5&wait=55")];
    await waiting(2);
    live.close();
    for (const answer of answers) expect(await answer).toMatchObject({ status: 200, body: { release: 4 } });
  });

  test("turns away one waiter too many", async () => {
    const { live, publish, ask, waiting } = server(1);
    publish(4);
    const first = ask("after=4&wait=55");
    await waiting(1);
    expect(await ask("after=4&wait=55")).toMatchObject({ status: 503, body: { code: "unavailable" } });
    live.close();
    await first;
  });

  test.each(["after=x&wait=1", "after=-1", "after=1&wait=1.5", "after=&wait=1"])("refuses ?%s", async (query) => {
    const { publish, ask } = server();
    publish(4);
    expect(await ask(query)).toMatchObject({ status: 400, body: { code: "bad_request" } });
  });

  test("cuts a longer wait down", async () => {
    let waited = 0;
    const { app } = testApi([], {
      waitForRelease: async (_after, milliseconds) => {
        waited = milliseconds;
        return "answer";
      },
    });
    await app.request("/v1/release?after=9&wait=3600");
    expect(waited).toBe(55_000);
  });
});
