import type { SessionCaller } from "../core/access/caller.ts";
import type { PasskeyAssertion } from "../core/access/second-factor.ts";
import { relyingParty } from "../core/access/site.ts";
import { markPasskeyUsed, passkeysOf } from "../storage/accounts/passkeys.ts";
import { takeChallenge } from "../storage/accounts/sessions.ts";
import type { AccessPorts } from "./ports.ts";

/** Whether a passkey of the account signed this session's challenge (WebAuthn, 7.2). The challenge is gone afterwards. */
export async function checkAssertion(
  { db, now, site }: AccessPorts,
  caller: SessionCaller,
  assertion: PasskeyAssertion,
  requestOrigin: string,
): Promise<boolean> {
  const expectedChallenge = takeChallenge(db, caller.session, now());
  const passkey = passkeysOf(db, caller.account).find(({ id }) => id === assertion.id);
  if (expectedChallenge === undefined || passkey === undefined) return false;
  const { id, clientDataJSON, authenticatorData, signature, userHandle } = assertion;
  const party = relyingParty(site, requestOrigin);
  const { verifyAuthenticationResponse } = await import("@simplewebauthn/server");
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id,
        rawId: id,
        type: "public-key",
        clientExtensionResults: {},
        response: { clientDataJSON, authenticatorData, signature, ...(userHandle === null ? {} : { userHandle }) },
      },
      expectedChallenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      credential: { id, publicKey: new Uint8Array(passkey.publicKey), counter: passkey.counter },
      // The password is the other factor: the passkey has to be there, it need not know its owner as well.
      requireUserVerification: false,
    });
    return verified && markPasskeyUsed(db, id, passkey.counter, authenticationInfo.newCounter, now());
  } catch {
    // The library throws for an answer to another challenge, site or key: for the caller it is a wrong passkey.
    return false;
  }
}
