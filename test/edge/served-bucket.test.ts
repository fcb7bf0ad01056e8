import { expect, test } from "vitest";
import { POINTER_MS, servedBucket } from "../../src/edge/served-bucket.ts";
import { memoryBucket } from "./memory-bucket.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (body: Uint8Array | undefined) => body && new TextDecoder().decode(body);
const POINTER = "metadata/timestamp.json";

function open(files: Record<string, Uint8Array<ArrayBuffer>>) {
  const { bucket, state } = memoryBucket(files);
  const clock = { now: 1_000_000 };
  return { ...servedBucket(bucket, () => clock.now), state, clock };
}

test("however many subscribers poll, an isolate reads the pointer and the root that is not there once in two seconds", async () => {
  const { whole, state, clock } = open({ [POINTER]: bytes("one") });
  for (let poll = 0; poll < 1_000; poll++) {
    expect(await whole("metadata/2.root.json")).toBeUndefined();
    expect(text(await whole(POINTER))).toBe("one");
  }
  expect(state.reads).toEqual(["metadata/2.root.json", POINTER]);
  clock.now += POINTER_MS;
  await whole(POINTER);
  expect(state.reads.length).toBe(3);
});

test("a new pointer and a new root are served two seconds later at the latest, and at once when the isolate has seen it", async () => {
  const { whole, seen, state, clock } = open({ [POINTER]: bytes("one") });
  await whole(POINTER);
  await whole("metadata/2.root.json");
  state.files = { [POINTER]: bytes("two"), "metadata/2.root.json": bytes("root") };
  expect(text(await whole(POINTER))).toBe("one");
  seen(POINTER, bytes("two"));
  expect(text(await whole(POINTER))).toBe("two");
  clock.now += POINTER_MS;
  expect(text(await whole("metadata/2.root.json"))).toBe("root");
});

test("a pointer is not given on when the bucket does not confirm it", async () => {
  const { whole, state, clock } = open({ [POINTER]: bytes("one") });
  await whole(POINTER);
  state.away = true;
  expect(text(await whole(POINTER))).toBe("one");
  clock.now += POINTER_MS;
  await expect(whole(POINTER)).rejects.toThrow("away");
  // Whoever comes while another asks is given what there is, for a second and no longer.
  expect(text(await whole(POINTER))).toBe("one");
  clock.now += POINTER_MS;
  await expect(whole(POINTER)).rejects.toThrow("away");
});

test("a file whose name never means another is read once, small or large, and memory for them has an end", async () => {
  const small = "targets/general/a.delta-1.txt.br";
  const large = "targets/general/b.index.bin";
  const files = { [small]: bytes("delta"), [large]: new Uint8Array(300_000) };
  const { whole, size, state, clock } = open(files);
  for (let time = 0; time < 3; time++) {
    expect([await size(small), text(await whole(small)), await size(large)]).toEqual([5, "delta", 300_000]);
    clock.now += 60_000;
  }
  expect(state.reads).toEqual([small, large]);

  const many = Array.from({ length: 20 }, (_, at): [string, Uint8Array<ArrayBuffer>] => [
    `targets/general/${at}.bin`,
    new Uint8Array(262_144),
  ]);
  state.files = Object.fromEntries(many);
  for (const [path] of many) await whole(path);
  state.reads = [];
  // The 16 that came last are there.
  for (const [path] of many.toReversed()) await whole(path);
  expect(state.reads.length).toBe(4);
});
