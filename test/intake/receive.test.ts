import { existsSync } from "node:fs";
import { readFile as readWhole } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { canonicalise } from "../../src/core/target/canonicalise.ts";
import type { ReceivedItem } from "../../src/intake/formats/received-item.ts";
import { type Declared, receive } from "../../src/intake/receive.ts";

const shared = fileURLToPath(new URL("../../../shared/lists/", import.meta.url));

async function all(source: string | Uint8Array, declared: Declared = {}) {
  const received = receive(source, declared);
  const items: ReceivedItem[] = [];
  for await (const batch of received.batches) items.push(...batch);
  return { items, facts: received.facts() };
}

const text = (value: string) => new TextEncoder().encode(value);

test("a file is read in the format it shows, and its items are counted", async () => {
  const { facts } = await all(text("! x\n||a.com^\n||b.com^\n@@||c.com^\n"));
  expect(facts).toMatchObject({
    format: "adblock",
    lines: 4,
    counts: { candidate: 2, refused: 1, skipped: 0, ignored: 1 },
  });
});

test("a declared format is not guessed", async () => {
  const { facts } = await all(text("||a.com^\n"), { format: "plain", filename: "x.csv" });
  expect(facts.format).toBe("plain");
});

test("a file with comments only is refused, because as a list it would remove everything", async () => {
  await expect(all(text("# x\n\n! y\n"))).rejects.toMatchObject({ code: "file_empty" });
});

test("a file whose every line is refused is not empty", async () => {
  const { facts } = await all(text("@@||a.com^\n@@||b.com^\n"), { format: "adblock" });
  expect(facts.counts).toMatchObject({ candidate: 0, refused: 2 });
});

test("what waits at the end of the file comes out", async () => {
  const { items } = await all(text('url,why\na.com,"x\n'), { format: "csv" });
  expect(items.map((item) => item.kind)).toEqual(["ignored", "refused"]);
});

test("the facts are not known before the end", async () => {
  expect(() => receive(text("a.com\n")).facts()).toThrow("not read to its end");
});

describe.skipIf(!existsSync(shared))("real lists (skipped without ../shared/lists)", () => {
  const lists: Record<string, Declared & { expected: object }> = {
    "au-acma-gambling.txt": { expected: { format: "plain", lines: 1777, counts: counts(1777, 0) } },
    "drugs.adblock": { expected: { format: "adblock", lines: 26041, counts: counts(26028, 13) } },
    "ee-emta-gambling.txt": { expected: { format: "plain", lines: 1893, counts: counts(1893, 0) } },
    "gambling-id.txt": { expected: { format: "plain", lines: 88679, counts: counts(88679, 0) } },
    "redirect.dnsmasq": { expected: { format: "dnsmasq", lines: 108690, counts: counts(108677, 13) } },
    "sinfonietta-gambling.hosts": { expected: { format: "hosts", lines: 2642, counts: counts(2642, 0) } },
    "urlhaus.rpz": { expected: { format: "rpz", lines: 5496, counts: counts(5485, 11) } },
    "usom-ips.txt": { expected: { format: "plain", lines: 15281, counts: counts(15281, 0) } },
  };
  function counts(candidate: number, ignored: number) {
    return { candidate, refused: 0, skipped: 0, ignored };
  }

  test.each(Object.entries(lists))("%s", async (name, { expected, ...declared }) => {
    const { facts } = await all(`${shared}${name}`, declared);
    expect(facts).toMatchObject(expected);
  });

  test("the Czech register is refused as UTF-8 and read as cp1250, without what it delisted", async () => {
    const path = `${shared}cz-mfcr.cp1250.csv`;
    await expect(all(path)).rejects.toMatchObject({ code: "file_bad_charset", details: { line: 1 } });
    const csv = {
      target: "Adresa Internetové stránky",
      delisted: { column: "Výmaz zveřejněných údajů IS", today: "2026-11-24" },
    };
    const { items, facts } = await all(path, { charset: "cp1250", csv });
    expect(facts).toMatchObject({ format: "csv", lines: 744 });
    expect(facts.counts).toEqual({ candidate: 721, refused: 0, skipped: 22, ignored: 1 });
    expect(items[1]).toMatchObject({ kind: "skipped", line: 2, target: "1xbet.com", code: "delisted" });
  });

  test("a list that was cut ends in an unterminated name, which may be valid and wrong", async () => {
    const whole = await readWhole(`${shared}gambling-id.txt`);
    for (const [cut, name] of [
      [7, "gocaga"],
      [2, "gocagame.co"],
    ] as const) {
      const { items } = await all(whole.subarray(0, -cut), { format: "plain" });
      expect(items.at(-1)).toMatchObject({ kind: "candidate", line: 88679, target: name, terminated: false });
      expect(items.filter((item) => item.kind === "candidate" && !item.terminated)).toHaveLength(1);
      const declared = all(whole.subarray(0, -cut), { finalNewline: "required" });
      await expect(declared).rejects.toMatchObject({ code: "file_unterminated" });
    }
  });

  test("every candidate of the name lists is a target, and every address is refused as one", async () => {
    const refused: Record<string, number> = {};
    for (const name of Object.keys(lists)) {
      for (const item of (await all(`${shared}${name}`)).items) {
        const result = item.kind === "candidate" ? canonicalise(item.target) : undefined;
        if (result?.kind === "refused")
          refused[`${name} ${result.code}`] = (refused[`${name} ${result.code}`] ?? 0) + 1;
      }
    }
    expect(refused).toEqual({ "usom-ips.txt ip_address": 15281 });
  });
});
