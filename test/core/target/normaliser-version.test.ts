import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { NORMALISER_VERSION } from "../../../src/core/target/normaliser-version.ts";

test("the normaliser's version names the IDNA package and Unicode version that are installed", () => {
  const file = createRequire(import.meta.url).resolve("tr46/package.json");
  const { version, unicodeVersion } = JSON.parse(readFileSync(file, "utf8"));
  expect(NORMALISER_VERSION).toMatch(/^hifazat-\d+\//);
  expect(NORMALISER_VERSION.split("/").slice(1)).toEqual([`tr46-${version}`, `unicode-${unicodeVersion}`]);
});
