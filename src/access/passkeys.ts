import type { SessionCaller } from "../core/access/caller.ts";
import type { PasskeyAttestation } from "../core/access/second-factor.ts";
import { SESSION } from "../core/access/session.ts";
import { relyingParty } from "../core/access/site.ts";
import { HifazatError } from "../core/errors.ts";
import { accountById } from "../storage/accounts/accounts.ts";
import { insertPasskey, passkeysOf } from "../storage/accounts/passkeys.ts";
import { setChallenge, takeChallenge } from "../storage/accounts/sessions.ts";
import { transaction } from "../storage/database.ts";
import { type FactorAdded, factorAdded } from "./finish-enrolment.ts";
import type { AccessPorts } from "./ports.ts";
import { newSecret } from "./secrets.ts";

/** EdDSA, ES256 and RS256 (RFC 9053, 2; RFC 8812, 2), most wanted first. */
const ALGORITHMS = [-8, -7, -257];
const TIMEOUT_MS = SESSION.challenge * 1_000;

/** What the browser's `navigator.credentials.create` is to be asked with (WebAuthn, 5.4), as its JSON. */
export async function passkeyCreation(
  { db, random, now, site }: AccessPorts,
  caller: SessionCaller,
  requestOrigin: string,
): Promise<Record<string, unknown>> {
  const account = accountById(db, caller.account);
  if (account === undefined) throw new HifazatError("unauthenticated", "The account is gone.");
  const { generateRegistrationOptions } = await import("@simplewebauthn/server");
  const challenge = new Uint8Array(random(32));
  const options = await generateRegistrationOptions({
    rpName: "Hifazat",
    rpID: relyingParty(site, requestOrigin).id,
    userName: caller.name,
    userDisplayName: caller.displayName,
    userID: new Uint8Array(Buffer.from(account.handle, "base64url")),
    challenge,
    timeout: TIMEOUT_MS,
    attestationType: "none",
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: passkeysOf(db, caller.account).map(({ id, transports }) => ({
      id,
      transports: [...transports],
    })),
    authenticatorSelection: { residentKey: "discouraged", userVerification: "preferred" },
  });
  setChallenge(db, caller.session, options.challenge, now() + SESSION.challenge);
  return { ...options };
}

/** Keeps the passkey that was made for this session's challenge (WebAuthn, 7.1). Throws `sign_in_refused`, `conflict`. */
export async function takePasskey(
  ports: AccessPorts,
  caller: SessionCaller,
  label: string,
  attestation: PasskeyAttestation,
  requestOrigin: string,
): Promise<FactorAdded> {
  const { db, now, site } = ports;
  const expectedChallenge = takeChallenge(db, caller.session, now());
  if (expectedChallenge === undefined) throw new HifazatError("conflict", "Begin again: there is no open challenge.");
  const party = relyingParty(site, requestOrigin);
  const { verifyRegistrationResponse } = await import("@simplewebauthn/server");
  const { id, clientDataJSON, attestationObject } = attestation;
  const verified = await verifyRegistrationResponse({
    response: {
      id,
      rawId: id,
      type: "public-key",
      clientExtensionResults: {},
      response: { clientDataJSON, attestationObject },
    },
    expectedChallenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: false,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch((cause: unknown) => {
    throw new HifazatError("sign_in_refused", "The passkey was not made for this site and session.", { cause });
  });
  if (!verified.verified) throw new HifazatError("sign_in_refused", "The passkey's signature is wrong.");
  const { credential } = verified.registrationInfo;
  return transaction(db, () => {
    const { id, publicKey, counter } = credential;
    const { transports } = attestation;
    if (!insertPasskey(db, { id, accountId: caller.account, label, publicKey, counter, transports, createdAt: now() }))
      throw new HifazatError("conflict", "This passkey is registered already.");
    return factorAdded(ports, caller, "passkey");
  });
}

/** What the browser's `navigator.credentials.get` is to be asked with (WebAuthn, 5.5): for sign-in and for step-up. */
export async function passkeyRequest(
  { db, random, now, site }: AccessPorts,
  caller: SessionCaller,
  requestOrigin: string,
): Promise<Record<string, unknown>> {
  const known = passkeysOf(db, caller.account);
  if (known.length === 0) throw new HifazatError("conflict", "The account has no passkey.");
  const { generateAuthenticationOptions } = await import("@simplewebauthn/server");
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(site, requestOrigin).id,
    challenge: new Uint8Array(Buffer.from(newSecret(random), "base64url")),
    allowCredentials: known.map(({ id, transports }) => ({ id, transports: [...transports] })),
    userVerification: "preferred",
    timeout: TIMEOUT_MS,
  });
  setChallenge(db, caller.session, options.challenge, now() + SESSION.challenge);
  return { ...options };
}
