import { beforeEach, expect, test } from "vitest";
import { changeOrganisation, createOrganisation } from "../../../src/access/organisations.ts";
import { fetchDue } from "../../../src/intake/sources/fetch-due.ts";
import { changeSource, enableSource } from "../../../src/intake/sources/register.ts";
import { approve } from "../../../src/review/approve.ts";
import { confirmProposal } from "../../../src/review/confirm-proposal.ts";
import { dropProposal } from "../../../src/review/drop-proposal.ts";
import { propose } from "../../../src/review/propose.ts";
import { submit } from "../../../src/review/submit.ts";
import { itemsOf } from "../../../src/storage/items.ts";
import { findOrder } from "../../../src/storage/orders.ts";
import { type SourceRegistry, type SourceServer, sourceRegistry, sourceServer } from "./source-registry.ts";

let server: SourceServer;
let registry: SourceRegistry;
beforeEach(async () => {
  server = await sourceServer((_, response) => void response.end("a.example\nb.example\nc.example\n"));
  registry = sourceRegistry();
});

const WIDE = { bounds: { shrink: 1, growth: 100 } };
const order = (id: string) => findOrder(registry.db, id);
const accepted = (id: number) => [...itemsOf(registry.db, id, ["accepted"])].map(({ text }) => text);
const standing = () =>
  registry.db.sqlite.prepare("SELECT count(*) FROM entries WHERE removed_event IS NULL").pluck().get();

function approved(id: string): void {
  submit(registry.db, id, "Officer A", registry.clock.at);
  const approval = { digest: order(id).digest, reasons: "as the partner asks" };
  approve(registry.db, id, approval, "Officer B", registry.clock.at);
}
const confirm = (id: string, officer: string) =>
  confirmProposal(registry.db, id, "withdraw", officer, registry.clock.at, 0);

test("what a source lists becomes a draft, and nothing of it is blocked until two officers have decided", async () => {
  registry.add(server);
  expect(await registry.fetch()).toEqual({ kind: "applied", order: "o1", added: 3, removed: 0 });
  expect(order("o1")).toMatchObject({ state: "draft", authors: ["source:fia-list"], terms: { number: "fia-list/1" } });
  expect(standing()).toBe(0);
  submit(registry.db, "o1", "Officer A", registry.clock.at);
  const approval = { digest: order("o1").digest, reasons: "x" };
  for (const officer of ["Officer A", "source:fia-list"])
    expect(() => approve(registry.db, "o1", approval, officer, registry.clock.at)).toThrow();
  approve(registry.db, "o1", approval, "Officer B", registry.clock.at);
  expect(standing()).toBe(3);
});

test("the same body twice is no change, nor is the same list in other words", async () => {
  registry.add(server);
  await registry.fetch();
  expect((await registry.fetch()).kind).toBe("unchanged");
  server.serve("# sorted\nC.example.\nhttp://a.example/\n\nb.example\nb.example\n");
  expect(await registry.fetch()).toEqual({ kind: "applied", order: null, added: 0, removed: 0 });
  expect(registry.db.sqlite.prepare("SELECT count(*) FROM orders").pluck().get()).toBe(1);
});

test("a change brings what is new, and proposes to remove what is gone", async () => {
  registry.add(server, WIDE);
  await registry.fetch();
  approved("o1");
  server.serve("b.example\nc.example\nd.example\n");
  expect(await registry.fetch()).toEqual({ kind: "applied", order: "o2", added: 1, removed: 1 });
  expect(accepted(2)).toEqual(["d.example"]);
  expect(order("o1").proposal).toMatchObject({ kind: "withdraw", items: [1], by: "source:fia-list" });
  expect(standing()).toBe(3);
});

test("one officer does not remove what a source proposes: the first takes it up, the second confirms", async () => {
  registry.add(server, WIDE);
  await registry.fetch();
  approved("o1");
  server.serve("b.example\nc.example\n");
  await registry.fetch();
  expect(confirm("o1", "Officer A").removed).toBe(0);
  expect(order("o1").proposal).toMatchObject({ by: "Officer A", items: [1] });
  expect(() => confirm("o1", "Officer A")).toThrow(/other than/);
  expect(standing()).toBe(3);
  expect(confirm("o1", "Officer B").removed).toBe(1);
  expect(standing()).toBe(2);
});

test("a removal that an officer has dropped is not proposed again until the name was listed anew", async () => {
  registry.add(server, WIDE);
  await registry.fetch();
  approved("o1");
  server.serve("b.example\nc.example\n");
  await registry.fetch();
  dropProposal(registry.db, "o1", "it stays", "Officer A", registry.clock.at);
  server.serve("b.example\nc.example\nd.example\n");
  await registry.fetch();
  expect(order("o1").proposal).toBeNull();
});

test("a removal waits while officers have another proposal on the order", async () => {
  registry.add(server, WIDE);
  await registry.fetch();
  approved("o1");
  const { expiresAt, reviewAt } = order("o1").terms;
  const extension = { kind: "extend", reviewAt, expiresAt: expiresAt + 1, reasons: "x" } as const;
  propose(registry.db, "o1", extension, "Officer A", registry.clock.at);
  server.serve("b.example\nc.example\n");
  expect(await registry.fetch()).toMatchObject({ removed: 0 });
  dropProposal(registry.db, "o1", "no", "Officer A", registry.clock.at);
  expect(await registry.fetch()).toEqual({ kind: "unchanged", removed: 1 });
  expect(order("o1").proposal).toMatchObject({ kind: "withdraw", items: [1] });
});

test("what is gone before anybody decided is taken out of the draft", async () => {
  registry.add(server, WIDE);
  await registry.fetch();
  submit(registry.db, "o1", "Officer A", registry.clock.at);
  server.serve("b.example\nc.example\n");
  expect(await registry.fetch()).toEqual({ kind: "applied", order: null, added: 0, removed: 1 });
  expect(accepted(1)).toEqual(["b.example", "c.example"]);
  expect(order("o1").state).toBe("draft");
});

test("a name that comes back is brought anew", async () => {
  registry.add(server, WIDE);
  await registry.fetch();
  for (const body of ["b.example\nc.example\n", "a.example\nb.example\nc.example\n"]) {
    server.serve(body);
    await registry.fetch();
  }
  expect(accepted(2)).toEqual(["a.example"]);
});

test("protected and popular names of a source are refused and held like anybody's", async () => {
  server.serve("pta.gov.pk\nyoutube.com\na.example\ncom\n");
  registry.add(server);
  await registry.fetch();
  expect(order("o1").counts).toMatchObject({ accepted: 1, held: 1, refused: 2 });
});

test("a source never leaves its partner's mandate", async () => {
  const access = { db: registry.db, now: registry.now };
  const made = { name: "fia", displayName: "FIA", kind: "partner", categories: ["hate-speech"] } as const;
  createOrganisation(access, made, "admin");
  expect(() => registry.add(server, {}, "fia")).toThrow(/mandate of FIA has no decency/);
  expect(() => registry.add(server, {}, "nobody")).toThrow(/no partner nobody/);
  changeOrganisation(access, "fia", { categories: ["decency"] }, "admin");
  registry.add(server, {}, "fia");
  await registry.fetch();
  expect(order("o1").organisation).toBe("fia");
  server.serve("a.example\nb.example\nc.example\nd.example\n");
  changeOrganisation(access, "fia", { categories: ["hate-speech"] }, "admin");
  expect(await registry.fetch()).toMatchObject({ kind: "failed", code: "outside_mandate" });
  changeOrganisation(access, "fia", { categories: ["decency"], suspended: true }, "admin");
  expect(await registry.fetch()).toMatchObject({ kind: "failed", code: "suspended" });
  expect(server.asked).toHaveLength(1);
  expect(() => order("o2")).toThrow();
});

test("sources are fetched when their time has come, also what was due while nobody served, and disabled ones never", async () => {
  const { nextAt } = registry.add(server);
  expect(nextAt).toBe(registry.clock.at);
  expect(await fetchDue(registry, "scheduler")).toEqual(["source fia-list: applied, 3 new in o1, 0 gone"]);
  const next = registry.source().nextAt;
  expect(next).toBeGreaterThan(registry.clock.at);
  registry.clock.at = next - 1;
  await fetchDue(registry, "scheduler");
  expect(server.asked).toHaveLength(1);
  registry.clock.at = next + 86_400;
  await fetchDue(registry, "scheduler");
  expect(server.asked).toHaveLength(2);
  enableSource(registry, "fia-list", false, "s.senior");
  registry.clock.at += 7 * 86_400;
  await fetchDue(registry, "scheduler");
  expect(server.asked).toHaveLength(2);
});

test("one source is fetched by one process at a time", async () => {
  registry.add(server);
  const [one, other] = await Promise.all([registry.fetch(), registry.fetch()]);
  expect([one.kind, other.kind].sort()).toEqual(["applied", "busy"]);
});

test("after its settings were changed the same body is read anew", async () => {
  server.serve("url;note\na.example;b.example\n");
  registry.add(server, { file: { format: "csv" }, ...WIDE });
  await registry.fetch();
  const { name, url, order: about } = registry.source();
  changeSource(registry, { name, url, order: about, file: { format: "csv", column: "note" }, ...WIDE }, "s.senior");
  expect(await registry.fetch()).toEqual({ kind: "applied", order: "o2", added: 1, removed: 1 });
});
