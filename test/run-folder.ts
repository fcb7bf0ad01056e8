import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MEMORY = "/dev/shm";
/** More than all files of a run at any moment, in bytes. */
const NEEDED = 2 ** 31;

/**
 * Every temporary folder of a run lies in one, which goes with it: also what a test that was broken off has left. It is in
 * memory where there is room: registries write everything through to the disk, thousands of times in a run.
 */
export default function runFolder(): () => void {
  const folder = newFolder(MEMORY) ?? mkdtempSync(join(tmpdir(), "hifazat-run-"));
  // Servers that run as somebody else find their files below it.
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
}

/** A folder below `place`, unless there is little room, or programs cannot be started from there. */
function newFolder(place: string): string | undefined {
  let folder: string | undefined;
  try {
    const { bavail, bsize } = statfsSync(place);
    if (bavail * bsize < NEEDED) return undefined;
    folder = mkdtempSync(join(place, "hifazat-run-"));
    const program = join(folder, "program");
    writeFileSync(program, "#!/bin/sh\n", { mode: 0o755 });
    if (spawnSync(program).status === 0) return folder;
  } catch {
    // There is no such place here.
  }
  if (folder !== undefined) rmSync(folder, { recursive: true });
  return undefined;
}
