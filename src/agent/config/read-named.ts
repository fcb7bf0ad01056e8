import { readFileSync } from "node:fs";
import { HifazatError } from "../../core/errors.ts";
import { ifPresent } from "../state/durable.ts";

/**
 * A file that the settings name; undefined when it is not there. Throws config_invalid when it cannot be read: who mends
 * that has to look at this file, not at the state folder.
 */
export function readNamed(path: string, what: string): Buffer | undefined {
  try {
    return ifPresent(() => readFileSync(path));
  } catch (cause) {
    const reason =
      (cause as NodeJS.ErrnoException).code === "EACCES"
        ? "this user has no permission to read it, or to enter its folder"
        : (cause as Error).message;
    throw new HifazatError("config_invalid", `Cannot read the ${what} ${path}: ${reason}.`, { cause });
  }
}
