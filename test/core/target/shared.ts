import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The test data beside the repository; a test that needs it is skipped, by this name, where it is absent. */
const SHARED = fileURLToPath(new URL("../../../../shared", import.meta.url));
export const withoutShared = !existsSync(SHARED);

export function sharedText(path: string): string {
  return readFileSync(`${SHARED}/${path}`, "utf8");
}

/** The cases of a JSON file of web-platform-tests, whose strings are comments. */
export function wptCases<Case>(name: string): Case[] {
  const rows = JSON.parse(sharedText(`vectors/wpt/${name}`)) as unknown[];
  return rows.filter((row) => typeof row === "object") as Case[];
}
