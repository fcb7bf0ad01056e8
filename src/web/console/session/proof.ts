import { proofOf } from "../../../api/accounts/session.ts";
import { ProofBody } from "../../../api/accounts/session-schema.ts";
import type { Proof } from "../../../core/access/second-factor.ts";
import { HifazatError } from "../../../core/errors.ts";
import type { Form } from "../../ui/form-data.ts";

/** The field that the script puts a passkey's answer into. */
export const PASSKEY_FIELD = "passkey";

/** What was typed as a second factor: six digits are the app's, anything else a recovery code. */
export function typedProof(code: string): Proof {
  return /^\s*\d{3}\s?\d{3}\s*$/.test(code) ? { kind: "totp", code } : { kind: "recovery", code };
}

/** The second factor of a form that asks for nothing else; undefined when nothing was given. Throws `sign_in_refused`. */
export function givenProof(form: Form): Proof | undefined {
  const passkey = form.text(PASSKEY_FIELD);
  const code = form.text("code");
  if (passkey === "") return code === "" ? undefined : typedProof(code);
  const read = ProofBody.safeParse({ kind: "passkey", credential: readJson(passkey) });
  if (!read.success) throw new HifazatError("sign_in_refused", "The browser's answer is no passkey's.");
  return proofOf(read.data);
}

export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
