import { readFileSync } from "node:fs";

/** Linux counts in hundredths of a second for programs that ask (USER_HZ). */
const TICKS_A_SECOND = 100;

/** Seconds of processor a process has had so far, its threads included; undefined when it is gone or this is not Linux. */
export function processorSeconds(pid: number | undefined): number | undefined {
  try {
    // The name, in brackets, may hold anything; the fields are counted from behind it.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  } catch {
    return undefined;
  }
}
