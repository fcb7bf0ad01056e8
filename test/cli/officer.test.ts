import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "otplib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createAccess } from "../../src/access/access.ts";
import { openAccess } from "../../src/access/open-access.ts";
import { openDatabase } from "../../src/storage/database.ts";
import { hifazat } from "../fixtures/command.ts";
import { hifazatHere } from "../fixtures/command-here.ts";
import { HifazatProcess } from "../fixtures/server-process.ts";

const PASSWORD = "correct horse battery staple";

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "hifazat-"));
  openDatabase(join(data, "hifazat.db")).sqlite.close();
});
afterEach(() => rmSync(data, { recursive: true }));

const ownProcess = (...args: string[]) => hifazat([...args, "--data", data]);
const here = (...args: string[]) => hifazatHere([...args, "--data", data]);

test("an_officer_is_enrolled_at_the_command_line_and_can_sign_in", async () => {
  const added = await here("officer", "add", "a.khan", "--role", "officer", "--json");
  const { code } = JSON.parse(added.stdout);

  const enrolling = new HifazatProcess(["officer", "enrol", "a.khan", "--data", data]);
  enrolling.child.stdin?.write(`${code}\n${PASSWORD}\n${PASSWORD}\n`);
  const secret = await said(enrolling, /type the secret: (\w+)/);
  enrolling.child.stdin?.end(`${await generate({ secret })}\n`);
  const { code: exit, stdout, stderr } = await enrolling.ended;
  expect([exit, stderr]).toEqual([0, expect.not.stringContaining(PASSWORD)]);
  expect(stdout).not.toContain(PASSWORD);
  expect(stdout.match(/^ {2}[0-9A-Z]{5}(-[0-9A-Z]{5}){3}$/gm)).toHaveLength(10);

  expect((await here("officer", "list")).stdout).toBe("a.khan  officer  a.khan\n");
  const db = openDatabase(join(data, "hifazat.db"));
  const ports = openAccess(db, data, { kind: "loopback" });
  const start = await createAccess(ports).signIn({ name: "a.khan", password: PASSWORD }, { address: "::1", agent: "" });
  expect(start).toMatchObject({ stage: "second_factor", factors: ["totp", "recovery"] });
  ports.limits.close();
  db.sqlite.close();
});

test("what_is_refused_says_why_and_changes_nothing", async () => {
  await here("officer", "add", "admin", "--role", "administrator");
  const refusals = [
    await here("officer", "suspend", "admin"),
    await here("officer", "add", "admin", "--role", "clerk"),
    await here("officer", "add", "b.shah", "--role", "king"),
    await here("officer", "reset", "nobody"),
    await here("token", "revoke", "t1"),
  ];
  expect(refusals.map(({ code, stderr }) => [code, stderr.split(":")[1]?.trim()])).toEqual([
    [1, "conflict"],
    [1, "conflict"],
    [1, "bad_request"],
    [1, "not_found"],
    [1, "not_found"],
  ]);
  expect((await here("officer", "list")).stdout).toBe("admin  administrator  admin  not enrolled\n");
});

test("a_subscriber_gets_a_token_that_can_be_revoked", async () => {
  expect((await ownProcess("subscriber", "add", "isp-one")).code).toBe(0);
  const issued = JSON.parse((await here("subscriber", "token", "isp-one", "--label", "Karachi", "--json")).stdout);
  expect(issued.token).toMatch(/^hfz_/);
  expect((await here("partner", "token", "isp-one", "--label", "x")).code).toBe(1);
  expect((await ownProcess("token", "revoke", issued.id)).code).toBe(0);
  const [token] = JSON.parse((await here("token", "list", "isp-one", "--json")).stdout);
  expect(token).toMatchObject({ id: issued.id, state: "revoked", createdBy: expect.stringMatching(/^cli:/) });
  expect((await here("audit", "verify")).stdout).toMatch(/audit holds/);
});

async function said(process: HifazatProcess, pattern: RegExp): Promise<string> {
  for (;;) {
    const found = pattern.exec(process.stdout)?.[1];
    if (found !== undefined) return found;
    if (process.child.exitCode !== null) throw new Error(process.stderr);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
