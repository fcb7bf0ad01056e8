import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Decrypter, generateHybridIdentity, generateX25519Identity, identityToRecipient } from "age-encryption";
import { describe, expect, onTestFinished, test } from "vitest";
import { enrolRecipient } from "../../../src/distribute/sealed/recipient.ts";
import { encryptSealed } from "../../../src/publish/sealed/encrypt-sealed.ts";
import { programsHere, run } from "../../fixtures/programs.ts";

const LIST = new TextEncoder().encode(
  "sealed-one.example\tdomain\tchild-abuse\nsealed-two.example\thost\tchild-abuse\n",
);

async function subscriber() {
  const identity = await generateX25519Identity();
  return { identity, recipient: await enrolRecipient(await identityToRecipient(identity)) };
}

async function opened(file: Uint8Array, identity: string): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(file);
}

describe("a sealed file", () => {
  test("opens_for_every_enrolled_key_and_shows_nothing_to_others", async () => {
    const [a, b, stranger] = [await subscriber(), await subscriber(), await subscriber()];
    const file = await encryptSealed(LIST, [a.recipient, b.recipient, a.recipient]);
    expect(await opened(file, a.identity)).toEqual(LIST);
    expect(await opened(file, b.identity)).toEqual(LIST);
    await expect(opened(file, stranger.identity)).rejects.toThrow();
    expect(Buffer.from(file).includes("sealed-one")).toBe(false);
    // Each key once: a key enrolled twice adds nothing.
    expect(
      Buffer.from(file)
        .toString("latin1")
        .match(/^-> X25519 /gm),
    ).toHaveLength(2);
  });

  test("of_the_next_release_stays_shut_for_who_was_taken_off", async () => {
    const [stays, leaves] = [await subscriber(), await subscriber()];
    const first = await encryptSealed(LIST, [stays.recipient, leaves.recipient]);
    const next = await encryptSealed(LIST, [stays.recipient]);
    expect(await opened(first, leaves.identity)).toEqual(LIST);
    await expect(opened(next, leaves.identity)).rejects.toThrow();
    expect(await opened(next, stays.identity)).toEqual(LIST);
  });

  test("is_another_each_time_even_for_the_same_list", async () => {
    const { recipient } = await subscriber();
    const [one, two] = [await encryptSealed(LIST, [recipient]), await encryptSealed(LIST, [recipient])];
    expect(one).not.toEqual(two);
  });

  test("is_not_made_for_nobody", async () => {
    await expect(encryptSealed(LIST, [])).rejects.toMatchObject({ code: "key_missing" });
  });
});

describe("enrolment", () => {
  test("takes_a_key_as_people_paste_it", async () => {
    const { recipient } = await subscriber();
    expect(await enrolRecipient(`  ${recipient}\n`)).toBe(recipient);
    expect(await enrolRecipient(recipient.toUpperCase())).toBe(recipient);
  });

  test("refuses_what_could_not_be_encrypted_to", async () => {
    const { recipient } = await subscriber();
    const typo = recipient.slice(0, -1) + (recipient.endsWith("q") ? "p" : "q");
    const newer = await identityToRecipient(await generateHybridIdentity());
    // The point of order one: what is encrypted to it opens for everybody.
    const zero = "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z";
    for (const text of ["", "age1", typo, `${recipient} ${recipient}`, newer, zero, "ssh-ed25519 AAAA"])
      await expect(enrolRecipient(text), text).rejects.toMatchObject({ code: "key_invalid" });
  });

  test("refuses_a_private_key_without_repeating_it", async () => {
    const { identity } = await subscriber();
    const error = await enrolRecipient(identity).catch((caught: Error) => caught);
    expect(error).toMatchObject({ code: "key_invalid", message: expect.stringContaining("private key") });
    expect(JSON.stringify([String(error), error]).toUpperCase()).not.toContain(identity.slice(15, 40));
  });
});

describe.skipIf(!programsHere("age", "age-keygen"))("Debian's age", () => {
  async function keyFile(folder: string, name: string) {
    const file = join(folder, name);
    await run("age-keygen", ["-o", file]);
    const text = readFileSync(file, "utf8");
    return { file, recipient: await enrolRecipient(/public key: (\S+)/.exec(text)?.[1] ?? "") };
  }

  test("opens_a_sealed_file_with_an_enrolled_key_only", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hifazat-age-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [isp, leaves, stranger] = [
      await keyFile(folder, "isp.key"),
      await keyFile(folder, "leaves.key"),
      await keyFile(folder, "stranger.key"),
    ];
    const decrypt = (identity: { file: string }, name: string) =>
      run("age", ["--decrypt", "--identity", identity.file, join(folder, name)]);
    writeFileSync(join(folder, "1.age"), await encryptSealed(LIST, [isp.recipient, leaves.recipient]));
    writeFileSync(join(folder, "2.age"), await encryptSealed(LIST, [isp.recipient]));

    const text = new TextDecoder().decode(LIST);
    expect(await decrypt(isp, "1.age")).toEqual({ code: 0, output: text });
    expect(await decrypt(leaves, "1.age")).toEqual({ code: 0, output: text });
    expect(await decrypt(isp, "2.age")).toEqual({ code: 0, output: text });
    for (const [identity, name] of [
      [stranger, "1.age"],
      [leaves, "2.age"],
    ] as const) {
      const refused = await decrypt(identity, name);
      expect(refused.code).not.toBe(0);
      expect(refused.output).not.toContain("sealed-one");
    }
  });
});
