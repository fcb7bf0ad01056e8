import { describe, expect, test } from "vitest";
import { loadConfig, parseConfig } from "../../src/runtime/config.ts";

const read = (text: string) => parseConfig(text, "hifazat.toml", "/data");

test("a registry without a configuration file has the defaults of the design", () => {
  const config = loadConfig("/nonexistent");
  expect(config.batch).toEqual({ share: 0.005, floor: 2000 });
  expect(config.periods.expiry).toBe(365 * 86_400);
  expect(config.periods.clearance).toBe(90 * 86_400);
});

test("paths are relative to the data folder", () => {
  expect(read('[guard]\npopular = ["lists/top.txt", "/srv/top.txt"]').guard.popular).toEqual([
    "/data/lists/top.txt",
    "/srv/top.txt",
  ]);
});

describe("a mistake is named, not ignored", () => {
  const mistakes: Record<string, [string, RegExp]> = {
    "unknown key": ["[guard]\nprotectd = []", /guard.*protectd/],
    "wrong type": ["[batch]\nfloor = '2000'", /batch\.floor/],
    "out of range": ["[batch]\nshare = 5", /batch\.share/],
    "broken TOML": ["[batch]\nshare = = 1", /hifazat\.toml:2:/],
  };
  for (const [name, [text, message]] of Object.entries(mistakes))
    test(name, () => {
      expect(() => read(text)).toThrow(expect.objectContaining({ code: "config_invalid" }));
      expect(() => read(text)).toThrow(message);
    });
});
