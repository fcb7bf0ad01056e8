import { readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SourceInput } from "../../../src/core/source/draft-source.ts";
import { discardWaiting, lookAtWaiting, releaseWaiting } from "../../../src/intake/sources/decide-waiting.ts";
import { dueNotices } from "../../../src/storage/cases/notices.ts";
import { findOrder } from "../../../src/storage/orders.ts";
import { waitingFetch } from "../../../src/storage/sources/fetches.ts";
import { names, sourceRegistry, sourceServer } from "./source-registry.ts";

const OFFICER = "s.senior";
const bytes = (text: string) => new TextEncoder().encode(text);

/** A source whose list of a hundred names is applied. */
async function applied(input: Partial<SourceInput> = {}, atEnd?: (work: () => void) => void) {
  const server = await sourceServer((_, response) => void response.end(names(100)), atEnd);
  const registry = sourceRegistry(undefined, {}, atEnd);
  registry.add(server, input);
  expect(await registry.fetch()).toEqual({ kind: "applied", order: "o1", added: 100, removed: 0 });
  const waiting = () => waitingFetch(registry.db, registry.source().id);
  const orders = () => registry.db.sqlite.prepare("SELECT count(*) FROM orders").pluck().get();
  return { server, registry, waiting, orders };
}

describe("what is no list of this source is kept aside and the list stays", () => {
  const bodies: Record<string, [code: string, body: string | Uint8Array, headers?: Record<string, string>]> = {
    "a body that is HTML": ["file_is_html", "<!doctype html><title>502 Bad Gateway</title>\n"],
    "a body whose last line is cut off": ["file_unterminated", `${names(100)}name-100.exa`],
    "a body in another charset": ["file_bad_charset", Buffer.concat([bytes(names(100)), Buffer.from([0xff, 0x0a])])],
    "a body that is an archive": ["file_bad_format", gzipSync(names(100))],
    "a body of comments only": ["file_empty", "# nothing today\n"],
    "a list that shrank by more than its bound": ["source_shrunk", names(79)],
    "a list that grew by more than its bound": ["source_grown", names(201)],
    "a list without any name": ["source_size", "this is no name\nnor is this one\n"],
    "a body larger than its ceiling": ["source_too_large", names(100).repeat(50)],
    "a body shorter than its server said": ["source_truncated", names(100), { "content-length": "2000" }],
    "a gzip body that ends early": [
      "source_truncated",
      gzipSync(names(100)).subarray(0, 200),
      { "content-encoding": "gzip" },
    ],
  };
  let shared: Awaited<ReturnType<typeof applied>>;
  const ends: (() => void)[] = [];
  beforeAll(async () => {
    shared = await applied({ bounds: { bytes: 20_000 } }, (end) => void ends.push(end));
  });
  afterAll(() => {
    for (const end of ends.reverse()) end();
  });
  for (const [what, [code, body, headers = {}]] of Object.entries(bodies))
    test(`${what} is quarantined as ${code}`, async () => {
      const { server, registry, waiting, orders } = shared;
      server.answer((_, response) => {
        response.writeHead(200, headers).write(body, () => void response.socket?.end());
        if (headers["content-length"] === undefined) response.end();
      });
      const before = registry.source();
      expect(await registry.fetch()).toMatchObject({ kind: "quarantined", code, kept: true });
      expect(waiting()).toMatchObject({ outcome: "quarantined", code });
      expect(readdirSync(registry.folder)).toContain(waiting()?.body);
      expect(orders()).toBe(1);
      expect(registry.source()).toEqual({ ...before, nextAt: registry.source().nextAt });
    });
});

test("the desk is told once of a fault that stays, without a word of the body", async () => {
  const { server, registry, waiting } = await applied();
  for (const body of [names(20), names(20), names(21)]) {
    server.serve(body);
    await registry.fetch();
  }
  expect(registry.fetches().map(({ outcome }) => outcome)).toEqual(["quarantined", "superseded", "applied"]);
  expect(waiting()?.sha256).toBe(registry.fetches()[0]?.sha256);
  const notices = dueNotices(registry.db, registry.seal, registry.clock.at, 10);
  expect(notices.map(({ to, notice }) => [to, notice])).toEqual([
    ["desk@registry.example", { template: "source_quarantined", reference: "s1", code: "source_shrunk" }],
  ]);
});

test("a good body overtakes the one that waits", async () => {
  const { server, registry, waiting } = await applied();
  server.serve(names(20));
  await registry.fetch();
  expect(waiting()).toBeDefined();
  server.serve(names(100));
  expect((await registry.fetch()).kind).toBe("unchanged");
  expect(waiting()).toBeUndefined();
});

test("a senior officer looks at a quarantined body and releases it with a reason: it becomes a draft", async () => {
  const { server, registry, waiting } = await applied();
  server.serve(`${names(20)}new.example\n`);
  await registry.fetch();
  const fetch = waiting()?.id ?? 0;
  const looked = await lookAtWaiting(registry, registry.source(), null, OFFICER);
  expect(looked).toMatchObject({ whole: true, text: `${names(20)}new.example\n` });
  const release = (reasons: string, which = fetch) =>
    releaseWaiting(registry, registry.source(), { fetch: which, reasons }, OFFICER);
  await expect(release(" ")).rejects.toMatchObject({ code: "order_incomplete" });
  await expect(release("x", fetch + 1)).rejects.toMatchObject({ code: "source_state" });
  expect(await release("The partner confirmed it by telephone.")).toMatchObject({ added: 1, removed: 80 });
  expect(findOrder(registry.db, "o2")).toMatchObject({ state: "draft", authors: ["source:fia-list"] });
  expect(registry.fetches()[0]).toMatchObject({ outcome: "released", decidedBy: OFFICER, order: "o2" });
  const audit = registry.db.sqlite.prepare("SELECT actor, action FROM audit ORDER BY id DESC LIMIT 1").get();
  expect(audit).toEqual({ actor: OFFICER, action: "source.released" });
  await expect(release("again")).rejects.toMatchObject({ code: "source_state" });
});

test("a page cannot be released, only discarded", async () => {
  const { server, registry, waiting } = await applied();
  server.serve("<html>\n");
  await registry.fetch();
  const request = { fetch: waiting()?.id ?? 0, reasons: "Their server was down." };
  await expect(releaseWaiting(registry, registry.source(), request, OFFICER)).rejects.toMatchObject({
    code: "file_is_html",
  });
  discardWaiting(registry, registry.source(), request, OFFICER);
  expect(waiting()).toBeUndefined();
  expect(registry.fetches()[0]).toMatchObject({ outcome: "discarded", reasons: request.reasons });
});
