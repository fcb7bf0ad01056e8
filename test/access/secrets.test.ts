import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ACCOUNT_KEY_FILE, openAccountKey } from "../../src/access/account-key.ts";
import { createPasswords, PASSWORD_COST } from "../../src/access/passwords.ts";
import { openText, sealText } from "../../src/access/sealed-text.ts";
import { codeHash, newCode } from "../../src/access/secrets.ts";
import { openLimits } from "../../src/storage/accounts/limits.ts";
import { insertPendingTotp } from "../../src/storage/accounts/totp.ts";
import { CHEAP } from "../fixtures/access.ts";
import { memoryDatabase, NOW } from "../fixtures/orders.ts";

describe("passwords", () => {
  test("are_kept_as_argon2id_againstcost_and_salt", async () => {
    const passwords = createPasswords(CHEAP, randomBytes);
    const [one, two] = [await passwords.hash("correct horse"), await passwords.hash("correct horse")];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=8,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(two);
    expect(await passwords.verify("correct horse", one)).toEqual({ match: true, outdated: false });
    expect(await passwords.verify("wrong horse", one)).toMatchObject({ match: false });
    expect(await passwords.verify("correct horse", null)).toMatchObject({ match: false });
    expect(await passwords.verify("correct horse", "$2b$10$something")).toMatchObject({ match: false });
  });

  test("agree_againstthe_test_vector_of_another_implementation", async () => {
    // phc-winner-argon2, test.c: argon2id v19, t=2, m=2^8, p=1, password "password", salt "somesalt".
    const stored = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    const { match, outdated } = await createPasswords(CHEAP, randomBytes).verify("password", stored);
    expect([match, outdated]).toEqual([true, true]);
  });

  test("cost_what_rfc_9106_recommends", () => {
    expect(PASSWORD_COST).toEqual({ memoryKib: 65_536, passes: 3, lanes: 4 });
  });

  test("are_hashed_a_few_at_a_time_and_refused_when_too_many_wait", async () => {
    const passwords = createPasswords(CHEAP, randomBytes);
    const all = await Promise.allSettled(Array.from({ length: 60 }, () => passwords.hash("correct horse")));
    const refused = all.filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(60 - 34);
    expect(refused[0]).toMatchObject({ reason: { code: "unavailable" } });
    expect(await passwords.hash("correct horse")).toMatch(/^\$argon2id/);
  });
});

test("comparing_againstnothing_is_as_much_work_as_comparing_againsta_hash", async () => {
  // Only what is hashed takes a place in the queue.
  const passwords = createPasswords(CHEAP, randomBytes);
  const stored = await passwords.hash("correct horse");
  for (const against of [stored, null]) {
    const all = await Promise.allSettled(Array.from({ length: 60 }, () => passwords.verify("wrong horse", against)));
    expect(all.filter(({ status }) => status === "rejected")).toHaveLength(60 - 34);
  }
});

describe("a text sealed for the database", () => {
  const key = randomBytes(32);

  test("opens_againstits_key_in_its_place", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, place) => {
        expect(openText(key, sealText(key, text, place, randomBytes), place)).toBe(text);
      }),
    );
  });

  test("does_not_open_elsewhere_nor_changed_nor_againstanother_key", () => {
    const sealed = sealText(key, "JBSWY3DPEHPK3PXP", "totp:1", randomBytes);
    const invalid = expect.objectContaining({ code: "key_invalid" });
    expect(() => openText(key, sealed, "totp:2")).toThrow(invalid);
    expect(() => openText(randomBytes(32), sealed, "totp:1")).toThrow(invalid);
    const bytes = Buffer.from(sealed, "base64url");
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => openText(key, changed.toString("base64url"), "totp:1")).toThrow(invalid);
    }
    for (const cut of ["", sealed.slice(0, 20), sealed.slice(0, -2)])
      expect(() => openText(key, cut, "totp:1")).toThrow(invalid);
  });
});

describe("files", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hifazat-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const keyFile = () => join(folder, ACCOUNT_KEY_FILE);

  test("the_account_key_is_made_once_for_its_owner_only", () => {
    const db = memoryDatabase();
    const made = openAccountKey(db, keyFile(), randomBytes);
    expect(made).toHaveLength(32);
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
    expect(openAccountKey(db, keyFile(), randomBytes)).toEqual(made);
  });

  test("a_lost_account_key_is_not_replaced_silently", () => {
    const db = memoryDatabase();
    db.sqlite.exec("INSERT INTO accounts VALUES (1, 'a.khan', 'A', '[]', NULL, 'h', NULL, NULL, NULL, 0, 't', NULL)");
    insertPendingTotp(db, 1, "sealed", NOW);
    expect(() => openAccountKey(db, keyFile(), randomBytes)).toThrow(expect.objectContaining({ code: "key_missing" }));
  });

  test("an_account_key_that_others_can_read_or_that_is_none_is_refused", () => {
    const db = memoryDatabase();
    openAccountKey(db, keyFile(), randomBytes);
    chmodSync(keyFile(), 0o640);
    const invalid = expect.objectContaining({ code: "key_invalid" });
    expect(() => openAccountKey(db, keyFile(), randomBytes)).toThrow(invalid);
    writeFileSync(keyFile(), "");
    chmodSync(keyFile(), 0o600);
    expect(() => openAccountKey(db, keyFile(), randomBytes)).toThrow(invalid);
  });

  test("counters_outlive_the_process_and_keep_no_name", async () => {
    const file = join(folder, "limits.db");
    const limit = { name: "name", attempts: 2, seconds: 3_600 };
    const before = openLimits(file);
    await before.take(limit, "typed-in-the-wrong-field");
    await before.take(limit, "typed-in-the-wrong-field");
    before.close();
    const after = openLimits(file);
    expect(await after.take(limit, "typed-in-the-wrong-field")).toMatchObject({ kind: "wait", first: true });
    expect(await after.take(limit, "another")).toEqual({ kind: "ok" });
    expect(await after.take({ ...limit, name: "other" }, "typed-in-the-wrong-field")).toEqual({ kind: "ok" });
    await after.clear(limit, "typed-in-the-wrong-field");
    expect(await after.take(limit, "typed-in-the-wrong-field")).toEqual({ kind: "ok" });
    after.close();
    expect(readFileSync(file).toString("latin1")).not.toContain("typed");
  });
});

test("codes_for_people_hold_a_hundred_bits_and_no_letter_that_looks_like_another", () => {
  const code = newCode(randomBytes, 4);
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}$/);
  expect(codeHash(code.toLowerCase().replaceAll("-", ""))).toBe(codeHash(code));
  expect(new Set(Array.from({ length: 100 }, () => newCode(randomBytes, 4))).size).toBe(100);
});
