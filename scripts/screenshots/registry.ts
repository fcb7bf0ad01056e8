import { execFile } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { generate } from "otplib";
import { createAccess } from "../../src/access/access.ts";
import { openAccess } from "../../src/access/open-access.ts";
import { prepareData } from "../../src/cli/prepare-data.ts";
import { ROLES, type Role } from "../../src/core/access/role.ts";
import { siteAt } from "../../src/core/access/site.ts";
import { createSubscribers } from "../../src/distribute/receipts/subscribers.ts";
import { dataFolder } from "../../src/publish/data-folder.ts";
import { findOrganisation } from "../../src/storage/accounts/organisations.ts";
import { openDatabase } from "../../src/storage/database.ts";
import { releaseRow } from "../../src/storage/releases.ts";
import { HifazatProcess } from "../../test/fixtures/server-process.ts";

/** Who looks at pages: somebody without an account, or one officer of each role (partners have an organisation). */
export type Visitor = "public" | Exclude<Role, "subscriber" | "partner">;
const STAFF = ROLES.filter((role) => role !== "subscriber" && role !== "partner");

/** What there is to look at. */
export type Found = {
  readonly complaint: Sent;
  readonly sealedComplaint: Sent;
  readonly appeal: Sent;
  /** A name that is blocked, and its entry. */
  readonly blocked: string;
  readonly entry: string;
  /** The number of the order that it stands on. */
  readonly order: string;
};
type Sent = { readonly reference: string; readonly followUpCode: string };
type Cookie = { readonly name: string; readonly value: string };

const MAIN = new URL("../../src/cli/main.js", import.meta.url).pathname;
const run = promisify(execFile);
const PASSWORD = "a long walk along the canal";

/** A registry on a folder of its own, with a release, cases and an officer of each role, that serves. */
export async function populate(data: string) {
  await prepareData(data, () => new Date());
  await publishOrder(data, "PTA/2026/014", "decency", ["casino.example", "=only.example", "news.example/fake/page"]);
  await publishOrder(data, "PTA/2026/015", "proxy", ["proxy.example", "tunnel.example"]);
  await approveOrder(data, "PTA/2026/016", "hate-speech", ["=sect.example", "forum.example/thread/9"]);
  const codes = makeAccounts(data);
  makeProviders(data);
  const server = new HifazatProcess(["serve", "--port", "0", "--data", data]);
  const url = await server.listening();
  const people = new Map<Role, Cookie>();

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
    order: "PTA/2026/014",
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
    /** The session's cookie; undefined for somebody without an account. */
    async signIn(who: Visitor): Promise<Cookie | undefined> {
      if (who === "public") return undefined;
      const known = people.get(who);
      if (known !== undefined) return known;
      const cookie = await enrol(url, accountOf(who), codes.get(who) ?? "");
      people.set(who, cookie);
      return cookie;
    },
    stop: () => server.stop(),
  };
}

const accountOf = (role: Role): string => `x.${role.replaceAll("_", "")}`;

async function publishOrder(...order: Parameters<typeof approveOrder>): Promise<void> {
  await approveOrder(...order);
  await hifazat(order[0], "publish", "--release-batch", "--senior", "Officer Saima");
}

async function approveOrder(data: string, number: string, category: string, lines: readonly string[]): Promise<void> {
  const file = `${data}.order.txt`;
  writeFileSync(file, `${lines.join("\n")}\n`);
  const terms = ["--order", number, "--authority", "PTA", "--ground", "decency", "--category", category];
  const officers = [
    "--officer",
    "Officer Ayesha",
    "--second",
    "Officer Bilal",
    "--reasons",
    "As the authority ordered",
  ];
  await hifazat(data, "import", file, ...terms, "--by", "Clerk Kamran");
  await hifazat(data, "decide", number, "--approve", ...officers);
  rmSync(file);
}

async function hifazat(data: string, ...args: string[]): Promise<void> {
  await run(process.execPath, [MAIN, ...args, "--data", data]);
}

/** Two subscribers, one of which has said what it has in force. */
function makeProviders(data: string): void {
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
    createSubscribers({ db, now: ports.now }).takeReceipt(
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

/** One account a role, made before the server starts; gives the codes to enrol with. */
function makeAccounts(data: string): ReadonlyMap<Role, string> {
  const db = openDatabase(dataFolder(data).database);
  const ports = openAccess(db, data, siteAt(undefined));
  try {
    const { createAccount, createOrganisation, issueToken } = createAccess(ports);
    const isp = { name: "isp-one", displayName: "ISP One", kind: "subscriber", categories: [] } as const;
    createOrganisation(isp, "screenshots");
    issueToken({ organisation: isp.name, label: "Resolver in Karachi" }, "screenshots");
    return new Map(
      STAFF.map((role) => {
        const request = { name: accountOf(role), displayName: `Officer ${role}`, roles: [role], organisation: null };
        return [role, createAccount(request, "screenshots").code];
      }),
    );
  } finally {
    ports.limits.close();
    db.sqlite.close();
  }
}

/** Takes the account into use as its owner would: a password, then an authenticator app. Gives the session's cookie. */
async function enrol(url: string, name: string, code: string): Promise<Cookie> {
  let cookie = "";
  let csrf = "";
  async function call(method: string, path: string, body?: object) {
    const response = await fetch(url + path, {
      method,
      headers: { origin: url, cookie, "csrf-token": csrf, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    cookie = response.headers.get("set-cookie")?.split(";", 1)[0] ?? cookie;
    csrf = answer.csrf ?? answer.session?.csrf ?? csrf;
    return answer;
  }
  await call("POST", "/v1/enrolment", { name, code, password: PASSWORD });
  const { secret } = await call("POST", "/v1/second-factors/totp");
  await call("PUT", "/v1/second-factors/totp", { code: await generate({ secret }) });
  const [, key = "", value = ""] = /^([^=]+)=(.*)$/.exec(cookie) ?? [];
  return { name: key, value };
}
