import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openArtefacts } from "../../src/storage/artefacts.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (body: Uint8Array | undefined): string | undefined => body && new TextDecoder().decode(body);

function newStore() {
  const folder = mkdtempSync(join(tmpdir(), "hifazat-artefacts-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const root = join(folder, "public");
  return { folder, root, partial: join(folder, "partial"), store: openArtefacts(root, join(folder, "partial")) };
}

test("name_keeps_the_body_it_was_given", async () => {
  const { store } = newStore();
  await store.put("targets/a.bin", bytes("one"));
  await store.put("targets/a.bin", bytes("one"));
  await expect(store.put("targets/a.bin", bytes("two"))).rejects.toMatchObject({ code: "artefact_rewrite" });
  await expect(store.put("targets/a.bin", bytes(""))).rejects.toMatchObject({ code: "artefact_rewrite" });
  expect(text(await store.get("targets/a.bin"))).toBe("one");
});

test("pointer_changes_and_nothing_else_does", async () => {
  const { root, store } = newStore();
  await store.replace("metadata/timestamp.json", bytes("1"));
  await store.replace("metadata/timestamp.json", bytes("2"));
  expect(readFileSync(join(root, "metadata", "timestamp.json"), "utf8")).toBe("2");
  expect(await store.names("metadata")).toEqual(["timestamp.json"]);
});

test("reader_never_sees_a_part_of_a_body", async () => {
  const { root, store } = newStore();
  const bodies = ["a", "b"].map((letter) => bytes(letter.repeat(4_000_000)));
  await store.replace("metadata/timestamp.json", bodies[0] ?? bytes(""));
  let writing = true;
  const writer = (async () => {
    for (let turn = 0; turn < 12; turn++) await store.replace("metadata/timestamp.json", bodies[turn % 2] ?? bytes(""));
    writing = false;
  })();
  let reads = 0;
  for (; writing; reads++) {
    const seen = await readFile(join(root, "metadata", "timestamp.json"));
    expect(bodies.some((body) => Buffer.compare(body, seen) === 0)).toBe(true);
  }
  await writer;
  expect(reads).toBeGreaterThan(0);
});

test("absent_is_undefined_and_empty_is_not", async () => {
  const { store } = newStore();
  expect(await store.get("metadata/1.root.json")).toBeUndefined();
  expect(await store.has("metadata/1.root.json")).toBe(false);
  await store.put("metadata/empty", bytes(""));
  expect(await store.get("metadata/empty")).toHaveLength(0);
  expect(await store.has("metadata/empty")).toBe(true);
});

test("adopted_files_are_moved_and_obey_the_same_rule", async () => {
  const { folder, store } = newStore();
  const [one, same, other] = ["one", "same", "other"].map((name) => join(folder, name)) as [string, string, string];
  writeFileSync(one, "body");
  writeFileSync(same, "body");
  writeFileSync(other, "another body");
  await store.adopt([{ name: "targets/general/x.bin", file: one }]);
  await store.adopt([{ name: "targets/general/x.bin", file: same }]);
  expect([existsSync(one), existsSync(same)]).toEqual([false, false]);
  await expect(store.adopt([{ name: "targets/general/x.bin", file: other }])).rejects.toMatchObject({
    code: "artefact_rewrite",
  });
  expect(text(await store.get("targets/general/x.bin"))).toBe("body");
});

test("writing_leaves_nothing_beside_the_names", async () => {
  const { root, partial, store } = newStore();
  await store.put("targets/general/x.bin", bytes("body"));
  await store.replace("metadata/timestamp.json", bytes("1"));
  expect(readdirSync(partial)).toEqual([]);
  expect(readdirSync(root, { recursive: true }).sort()).toEqual(
    ["metadata", "metadata/timestamp.json", "targets", "targets/general", "targets/general/x.bin"].sort(),
  );
});

test("write_that_cannot_be_put_in_place_leaves_the_old_body", async () => {
  const { root, partial, store } = newStore();
  await store.replace("metadata/timestamp.json", bytes("1"));
  // A folder in the way makes the rename fail after the bytes were written.
  rmSync(join(root, "metadata", "timestamp.json"));
  mkdirSync(join(root, "metadata", "timestamp.json", "in-the-way"), { recursive: true });
  await expect(store.replace("metadata/timestamp.json", bytes("2"))).rejects.toThrow();
  expect(readdirSync(partial)).toEqual([]);
});

test("names_cannot_point_out_of_the_store", async () => {
  const { store } = newStore();
  for (const name of ["../x", "/x", "a/../../x", "a//b", "", ".hidden", "a/.b", "a\\b", "a/b/c/d/e", "x\0"]) {
    await expect(Promise.resolve().then(() => store.put(name, bytes("x")))).rejects.toMatchObject({ code: "internal" });
    await expect(Promise.resolve().then(() => store.get(name))).rejects.toMatchObject({ code: "internal" });
  }
});

test("removing_what_is_gone_already_is_fine", async () => {
  const { store } = newStore();
  await store.put("targets/a.bin", bytes("one"));
  await store.remove(["targets/a.bin", "targets/b.bin"]);
  await store.remove(["targets/a.bin"]);
  expect(await store.names("targets")).toEqual([]);
  expect(await store.names("nowhere")).toEqual([]);
});
