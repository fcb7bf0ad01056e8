import { closeSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { HifazatError } from "../../core/errors.ts";
import { attempt, ifPresent, makeFolder } from "./durable.ts";

const ATTEMPTS = 5;
const LONGEST_PAUSE_MS = 40;

/**
 * One agent at a time on a state folder. Each puts a file into the lock folder whose name says which process it is, and
 * then looks who else is there: whoever sees another living process takes its own file back. Of two, the later one to
 * look must see the other, so two never go on; and because a name is never used by two processes (pid, its start time
 * and the boot), removing the file of a dead one is always safe, also after kill -9. Throws lock_held.
 */
export async function takeLock(folder: string): Promise<() => void> {
  makeFolder(folder);
  const own = nameOf(process.pid);
  for (let attempts = 1; ; attempts++) {
    const holder = tryLock(folder, own);
    if (holder === undefined) return () => rmSync(join(folder, own), { force: true });
    if (attempts === ATTEMPTS)
      throw new HifazatError("lock_held", `Another agent (process ${holder}) is working on this state folder.`);
    // Two that came at the same time have both stepped back: unequal pauses let one of them go first.
    await pause(Math.random() * LONGEST_PAUSE_MS);
  }
}

/** Undefined when the lock was taken, otherwise the process that has it. */
function tryLock(folder: string, own: string): number | undefined {
  const path = join(folder, own);
  return attempt(`lock ${folder}`, () => {
    try {
      closeSync(openSync(path, "wx", 0o600));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "EEXIST") return process.pid;
      throw cause;
    }
    for (const other of readdirSync(folder)) {
      if (other === own) continue;
      const pid = Number(other.split("-")[0]);
      if (nameOf(pid) === other && isAlive(pid)) {
        rmSync(path, { force: true });
        return pid;
      }
      rmSync(join(folder, other), { force: true });
    }
    return undefined;
  });
}

/** `pid-start-boot`: the start in clock ticks since the boot, so that a pid used again is another name. */
function nameOf(pid: number): string {
  const boot = ifPresent(() => readFileSync("/proc/sys/kernel/random/boot_id", "latin1"))?.slice(0, 8) ?? "0";
  return `${pid}-${statOf(pid)[START_FIELD] ?? "0"}-${boot}`;
}

/** A killed process whose parent has not looked yet is still there by its pid, but will do nothing any more. */
function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0 || statOf(pid)[STATE_FIELD] === "Z") return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
}

const STATE_FIELD = 0;
const START_FIELD = 19;

/** The fields of /proc/PID/stat behind the program's name, which may hold spaces; none without such a process or /proc. */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}
