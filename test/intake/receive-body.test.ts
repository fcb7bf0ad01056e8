import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { receiveBody } from "../../src/intake/desk/receive-body.ts";
import { temporaryFolder } from "../publish/registry.ts";

async function* pieces(...sizes: number[]) {
  for (const size of sizes) yield new Uint8Array(size);
}

test("a_body_above_the_bound_leaves_nothing", async () => {
  const folder = temporaryFolder();
  await expect(receiveBody(folder, pieces(5, 5, 1), 10)).rejects.toMatchObject({ code: "too_large" });
  expect(readdirSync(folder)).toEqual([]);
  expect((await receiveBody(folder, pieces(5, 5), 10)).bytes).toBe(10);
});

test("a_sender_that_goes_away_leaves_nothing", async () => {
  const folder = temporaryFolder();
  async function* broken() {
    yield new Uint8Array(5);
    throw new Error("aborted");
  }
  await expect(receiveBody(folder, broken())).rejects.toThrow("aborted");
  expect(readdirSync(folder)).toEqual([]);
});
