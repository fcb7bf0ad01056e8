import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import type { BrowserContext } from "playwright-core";
import { createAccess } from "../../src/access/access.ts";
import { openAccess } from "../../src/access/open-access.ts";
import { prepareData } from "../../src/cli/prepare-data.ts";
import type { Role } from "../../src/core/access/role.ts";
import { siteAt } from "../../src/core/access/site.ts";
import { createSubscribers } from "../../src/distribute/receipts/subscribers.ts";
import { addSource } from "../../src/intake/sources/register.ts";
import { dataFolder } from "../../src/publish/data-folder.ts";
import { publish } from "../../src/publish/publish.ts";
import { openPublishing } from "../../src/publish/publishing.ts";
import { submit } from "../../src/review/submit.ts";
import { nextRun } from "../../src/runtime/next-run.ts";
import { findOrganisation } from "../../src/storage/accounts/organisations.ts";
import { openDatabase } from "../../src/storage/database.ts";
import { releaseRow } from "../../src/storage/releases.ts";
import { insertFetch } from "../../src/storage/sources/fetches.ts";
import { updateSource } from "../../src/storage/sources/sources.ts";
import { approved, NOW, receive } from "../../test/fixtures/orders.ts";
import { HifazatProcess } from "../../test/fixtures/server-process.ts";
import { type StaffPerson, staffPerson } from "../../test/fixtures/staff-browser.ts";

/** Who looks at pages: somebody without an account, or one officer of each role (partners have an organisation). */
export type Visitor = "public" | Exclude<Role, "subscriber" | "partner">;

/** What there is to look at. */
export type Found = {
  readonly complaint: Sent;
  readonly sealedComplaint: Sent;
  readonly appeal: Sent;
  /** A name that is blocked, and its entry. */
  readonly blocked: string;
  readonly entry: string;
  readonly officer: StaffPerson;
  /** Makes an officer who has yet to sign in by hand. */
  readonly member: () => Promise<StaffPerson>;
  /** Makes an account that nobody has taken into use. */
  readonly newcomer: () => Newcomer;
  /** A number that was not given before. */
  readonly another: () => number;
};
export type Newcomer = { readonly name: string; readonly code: string };
export type Sent = { readonly reference: string; readonly followUpCode: string };

/** A registry on a folder of its own, with a release, cases and an officer of each role, that serves. */
export async function populate(data: string) {
  await prepareData(data, () => new Date());
  await publishOrders(data);
  await makeProviders(data);
  makeSource(data);
  const server = new HifazatProcess(["serve", "--port", "0", "--data", data]);
  const url = await server.listening();
  const officer = staffPerson(data, "x.officer", ["officer"], { fresh: false });
  const people = new Map<Role, Promise<StaffPerson>>([["officer", officer]]);
  let given = 0;
  const another = () => ++given;

  const complaint = await send("/v1/complaints", {
    category: "hate-speech",
    addresses: ["https://forum.example/thread/7", "hxxp://forum[.]example/thread/8"],
    description: "The whole thread calls for violence against a sect.",
    language: "en",
    contact: { name: "Sana Akhtar", email: "sana@people.example" },
  });
  const abuse = { category: "child-abuse", addresses: ["https://veiled.invalid/1"], signs: ["child_known"] };
  const sealedComplaint = await send("/v1/complaints", abuse);
  const appeal = await send("/v1/appeals", {
    url: "https://casino.example/",
    statement: "This is the site of a card game museum.",
    capacity: "owner",
  });
  const verdict = await (await fetch(`${url}/v1/lookup?url=casino.example`)).json();
  const found: Found = {
    complaint,
    sealedComplaint,
    appeal,
    blocked: "casino.example",
    entry: verdict.entry.id,
    officer: await officer,
    member: () => staffPerson(data, `z.member${another()}`, ["officer"], { fresh: false }),
    newcomer: () => newcomer(data, `y.new${another()}`),
    another,
  };

  async function send(path: string, body: object): Promise<Sent> {
    const response = await fetch(url + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.status !== 201) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  return {
    url,
    found,
    /** Signs a browser in; one of somebody without an account stays as it is. */
    async signIn(who: Visitor, context: BrowserContext): Promise<void> {
      if (who === "public") return;
      const person = people.get(who) ?? staffPerson(data, `x.${who.replaceAll("_", "")}`, [who], { fresh: false });
      people.set(who, person);
      await (await person).into(context, url);
    },
    stop: () => server.stop(),
  };
}

function newcomer(data: string, name: string): Newcomer {
  const db = openDatabase(dataFolder(data).database);
  const ports = openAccess(db, data, siteAt(undefined));
  try {
    const { createAccount } = createAccess(ports);
    const { code } = createAccount({ name, displayName: name, roles: ["clerk"], organisation: null }, "screenshots");
    return { name, code };
  } finally {
    ports.limits.close();
    db.sqlite.close();
  }
}

/** A partner's list of which something is kept aside. It is not due while anybody looks. */
function makeSource(data: string): void {
  const db = openDatabase(dataFolder(data).database);
  try {
    const now = () => Math.floor(Date.now() / 1_000);
    const order = { authority: "FIA", ground: "public-order", category: "hate-speech" };
    const input = { name: "fia-list", title: "FIA: hate speech", url: "https://lists.example/blocked.txt", order };
    const { id: sourceId } = addSource({ db, now, nextRun }, input, null, "screenshots");
    const tried = { sourceId, by: "scheduler" } as const;
    insertFetch(db, { ...tried, at: now() - 7_200, outcome: "applied", bytes: 9_214, added: 412 });
    const kept = { outcome: "quarantined", code: "source_shrunk", detail: "3 names, 412 before" } as const;
    insertFetch(db, { ...tried, ...kept, at: now() - 3_600, bytes: 61, body: "kept" });
    updateSource(db, sourceId, { nextAt: now() + 86_400 });
    mkdirSync(join(data, "sources"), { recursive: true });
    writeFileSync(join(data, "sources", "kept"), "sect.example\nforum.example\nrally.example\n");
  } finally {
    db.sqlite.close();
  }
}

/** Two subscribers, one of which has a key for the sealed list and has said what it has in force. */
async function makeProviders(data: string): Promise<void> {
  const db = openDatabase(dataFolder(data).database);
  const ports = openAccess(db, data, siteAt(undefined));
  try {
    const { createOrganisation, issueToken } = createAccess(ports);
    for (const [name, displayName] of [["isp-one", "Provider One"] as const, ["isp-two", "Provider Two"] as const])
      createOrganisation({ name, displayName, kind: "subscriber", categories: [] }, "screenshots");
    const { id } = issueToken({ organisation: "isp-one", label: "resolver" }, "screenshots");
    const organisation = findOrganisation(db, "isp-one")?.id ?? 0;
    const rejected = { url_scope: 1, host_scope: 1 };
    const tally = { carried: 1, covered: 0, narrowed: 0, rejected, unpassed: 0 };
    const subscribers = createSubscribers({ db, now: ports.now });
    const key = await identityToRecipient(await generateX25519Identity());
    await subscribers.enrolSealedKey("isp-one", { key }, "screenshots");
    subscribers.takeReceipt(
      { organisation, token: id, actor: `isp-one#${id}` },
      {
        ...{ format: "hifazat-receipt/1", list: "general", release: 1, entries: 3, pinned: false },
        identity: releaseRow(db, 1)?.lists.general?.identity ?? "",
        at: new Date().toISOString(),
        outputs: [{ name: "rpz", format: "rpz", applied: true, code: null, tally }],
        allow: { lines: 0, leftOut: 0, passes: 0, sha256: "0".repeat(64) },
      },
    );
  } finally {
    ports.limits.close();
    db.sqlite.close();
  }
}

/** Orders that stand, with the release of them, one that waits for officers and one that waits for the next release. */
async function publishOrders(data: string): Promise<void> {
  const db = openDatabase(dataFolder(data).database);
  try {
    approved(db, ["casino.example", "=only.example", "news.example/fake/page"], { number: "PTA/2026/014" });
    approved(db, ["proxy.example", "tunnel.example"], { number: "PTA/2026/015", category: "proxy" });
    // Waits for a second officer and a senior one.
    const waiting = receive(db, ["=lottery.example", "held:popular.example"], { number: "PTA/2026/016" });
    submit(db, `o${waiting.id}`, "Officer A", NOW);
    await publish(openPublishing(data, db));
    approved(db, ["=sect.example", "forum.example/thread/9"], { number: "PTA/2026/017", category: "hate-speech" });
  } finally {
    db.sqlite.close();
  }
}
