import { readFileSync } from "node:fs";
import { HifazatError } from "../core/errors.ts";
import type { SecretPlace } from "../runtime/config-secret.ts";

/** The secret that lies there. `what` names it in the error (`config_invalid`) when it does not. */
export function readSecret(what: string, place: SecretPlace): string {
  const where = "env" in place ? `the environment variable ${place.env}` : place.file;
  const text = "env" in place ? process.env[place.env]?.trim() : fileText(place.file);
  if (text === undefined || text === "") throw new HifazatError("config_invalid", `${what} is not in ${where}.`);
  return text;
}

function fileText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return undefined;
  }
}
