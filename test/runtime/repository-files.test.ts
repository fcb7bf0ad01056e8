import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { serveRepository } from "../../src/runtime/repository-files.ts";

function repository() {
  const root = mkdtempSync(join(tmpdir(), "hifazat-files-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, "metadata"));
  const write = (path: string, text: string): void => {
    writeFileSync(join(root, "part"), text);
    renameSync(join(root, "part"), join(root, path));
  };
  return { root, files: serveRepository(root), write };
}
const POINTER = "metadata/timestamp.json";

test("a file is given from memory while it is the same, and anew at once when it was replaced, also by one as long", async () => {
  const { files, write } = repository();
  write(POINTER, "one");
  const first = await files.whole(POINTER);
  expect(await files.whole(POINTER)).toBe(first);
  write(POINTER, "two");
  expect(String(await files.whole(POINTER))).toBe("two");
});

test("a file that was removed is not given from memory, nor is a folder", async () => {
  const { root, files, write } = repository();
  write(POINTER, "one");
  await files.whole(POINTER);
  rmSync(join(root, POINTER));
  expect(await files.whole(POINTER)).toBeUndefined();
  expect(await files.whole("metadata")).toBeUndefined();
});

test("of many names only the last ones stay in memory", async () => {
  const { files, write } = repository();
  for (let at = 0; at < 100; at++) {
    write(`metadata/${at}.snapshot.json`, String(at));
    await files.whole(`metadata/${at}.snapshot.json`);
  }
  const last = await files.whole("metadata/99.snapshot.json");
  expect(await files.whole("metadata/99.snapshot.json")).toBe(last);
  const [again, once] = [await files.whole("metadata/0.snapshot.json"), await files.whole("metadata/0.snapshot.json")];
  expect(String(again)).toBe("0");
  expect(once).toBe(again);
});
