import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Every temporary folder of a run lies in one, which goes with it: also what a test that was broken off has left. */
export default function runFolder(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "hifazat-run-"));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
}
