import { Metadata } from "@tufjs/models";
import { expect, test } from "vitest";
import { judgePointer } from "../../../src/agent/registry/judge-pointer.ts";
import { newKeys, releaseFiles, rootOf } from "../../fixtures/repository.ts";

const keys = newKeys();
const NOW = new Date("2026-11-25T00:00:00Z");
const pointer = (version: number, more: { expires?: string; keys?: typeof keys } = {}) =>
  releaseFiles({ release: 1, version, entries: [], keys, ...more })["metadata/timestamp.json"] ?? new Uint8Array();
const trusted = { root: new Metadata(rootOf(keys)), version: 7 };
const codeOf = (bytes: Uint8Array) => judgePointer(bytes, trusted, NOW)?.code;

test("a mirror's pointer is judged as a sync would, and nothing is taken", () => {
  expect(codeOf(pointer(7))).toBeUndefined();
  expect(codeOf(pointer(8))).toBeUndefined();
  expect(codeOf(pointer(6))).toBe("tuf_rollback");
  expect(codeOf(pointer(7, { expires: "2026-11-24T23:59:59Z" }))).toBe("tuf_freeze");
  expect(codeOf(pointer(8, { keys: newKeys() }))).toBe("tuf_signature");
  const text = new TextDecoder().decode(pointer(8));
  expect(codeOf(new TextEncoder().encode(text.replace('"version":8', '"version":9')))).toBe("tuf_signature");
  for (const page of ["", "<html>", "{}", "null", '{"signed":{"_type":"root"}}'])
    expect(codeOf(new TextEncoder().encode(page))).toBe("tuf_malformed");
});

test("before anything is trusted nothing is said against anybody", () => {
  expect(judgePointer(new Uint8Array(), undefined, NOW)).toBeUndefined();
});
