import { HifazatError } from "../../core/errors.ts";
import { type AllowList, NO_ALLOW_LIST, readAllowList } from "../list/allow.ts";
import { inspectRoot } from "../registry/trust.ts";
import type { StateFolder } from "../state/folder.ts";
import { noRoot, pinRoot, trustedRoot } from "../state/metadata.ts";
import { readNamed } from "./read-named.ts";
import { type Settings, TOKEN, TOKEN_RULE } from "./settings.ts";

/** The allow list the settings name. Throws config_invalid for one that is not there or cannot be read, or a bad line. */
export function loadAllowList({ allow }: Settings): AllowList {
  if (allow === undefined) return NO_ALLOW_LIST;
  return readAllowList(mustRead(allow, "allow list").toString("utf8"), allow);
}

/**
 * The subscriber's token, if there is one. Throws config_invalid for a file that is not there or cannot be read, and for
 * one with anything else than a token in it; the message does not repeat it.
 */
export function loadToken({ token }: Settings): string | undefined {
  if (token === undefined || token.kind === "value") return token?.value;
  const text = mustRead(token.path, "token").toString("utf8").trim();
  if (text === "") throw new HifazatError("config_invalid", `There is no token in ${token.path}.`);
  if (!TOKEN.test(text))
    throw new HifazatError("config_invalid", `There is more in ${token.path} than a token, ${TOKEN_RULE}.`);
  return text;
}

/**
 * TUF specification 5.2: the first root comes from the operator, never from the network. `trustRoot` names a file to
 * trust from now on, whatever was trusted before; the settings' `root` counts only as long as nothing is trusted yet.
 */
export function establishRoot(settings: Settings, trustRoot: string | undefined, state: StateFolder): void {
  const trusted = trustedRoot(state) !== undefined;
  const file = trustRoot ?? (trusted ? undefined : settings.root);
  if (file !== undefined) {
    const bytes = mustRead(file, "root file");
    inspectRoot(bytes, file);
    pinRoot(state, bytes);
  } else if (!trusted) throw noRoot();
}

function mustRead(path: string, what: string): Buffer {
  const bytes = readNamed(path, what);
  if (bytes === undefined) throw new HifazatError("config_invalid", `There is no ${what} ${path}.`);
  return bytes;
}
