import { authenticate } from "../access/authenticate.ts";
import { enrol } from "../access/enrol.ts";
import { endOwnSession } from "../access/own-sessions.ts";
import type { AccessPorts } from "../access/ports.ts";
import { offerTotp, takeTotp } from "../access/totp.ts";
import type { SessionCaller } from "../core/access/caller.ts";
import { HifazatError } from "../core/errors.ts";
import type { Prompts } from "./prompts.ts";

const HERE = { address: "cli", agent: "hifazat officer enrol" };

/** Takes an account into use at the command line, through the same commands as over HTTP. */
export async function enrolHere(
  ports: AccessPorts,
  name: string,
  prompts: Prompts,
  say: (line: string) => void,
): Promise<void> {
  const code = await prompts.secret("Enrolment code: ");
  const password = await prompts.secret("New password: ");
  if ((await prompts.secret("The same again: ")) !== password)
    throw new HifazatError("bad_request", "The two passwords differ.");
  const enrolling = caller(ports, (await enrol(ports, { name, code, password }, HERE)).secret);
  const { secret, uri } = offerTotp(ports, enrolling);
  say(`Add this to your authenticator app:\n  ${uri}\n  or type the secret: ${secret}`);
  const added = await takeTotp(ports, enrolling, await prompts.line("Code that the app shows: "));
  if (added.kind !== "enrolled") throw new HifazatError("conflict", "The account was enrolled already.");
  const full = caller(ports, added.session.secret);
  endOwnSession(ports, full, full.session);
  say(`${name} is ready. Recovery codes, each good once instead of the app; keep them on paper:`);
  for (const recovery of added.recoveryCodes) say(`  ${recovery}`);
}

function caller(ports: AccessPorts, cookie: string): SessionCaller {
  const found = authenticate(ports, { cookie, bearer: undefined, address: HERE.address });
  if (found.kind === "session") return found;
  throw new HifazatError("unauthenticated", "The session has ended meanwhile: begin again.");
}
