import { z } from "@hono/zod-openapi";
import { PASSWORD_LENGTH } from "../../core/access/password-rule.ts";
import { ROLES } from "../../core/access/role.ts";
import { FACTOR_KINDS } from "../../core/access/second-factor.ts";
import { STAGES } from "../../core/access/session.ts";

/** Longer than any that is taken, so that the rule answers and not the parser. */
const MOST_CHARACTERS = PASSWORD_LENGTH.most * 4;

export const Name = z.string().min(1).max(100).openapi({ example: "a.khan" });
export const Password = z.string().min(1).max(MOST_CHARACTERS).openapi({ format: "password" });
export const OneTimeCode = z.string().min(6).max(100);
export const Time = z.string().openapi({ format: "date-time" });
/** Binary members of WebAuthn, base64url. */
export const Base64Url = z
  .string()
  .max(16_384)
  .regex(/^[A-Za-z0-9_-]*$/, "is not base64url");

export const SignIn = z.object({ name: Name, password: Password }).openapi("SignIn");

export const SessionStarted = z
  .object({
    stage: z.enum(STAGES),
    csrf: z.string().openapi({ description: "To be repeated by every request of this session that changes something" }),
    expiresAt: Time,
    factors: z.array(z.enum(FACTOR_KINDS)).openapi({ description: "What can be given as the second factor" }),
  })
  .openapi("SessionStarted");

/** `PublicKeyCredential.toJSON()` of `navigator.credentials.get`. */
const AssertionJson = z.object({
  id: Base64Url,
  response: z.object({
    clientDataJSON: Base64Url,
    authenticatorData: Base64Url,
    signature: Base64Url,
    userHandle: Base64Url.nullish(),
  }),
});

export const ProofBody = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("totp"), code: OneTimeCode }),
    z.object({ kind: z.literal("recovery"), code: OneTimeCode }),
    z.object({ kind: z.literal("passkey"), credential: AssertionJson }),
  ])
  .openapi("SecondFactorProof");

export const PasskeyOptions = z
  .record(z.string(), z.unknown())
  .openapi("PasskeyOptions", { description: "For `PublicKeyCredential.parse…OptionsFromJSON` in the browser" });

export const SteppedUp = z.object({ steppedUpUntil: Time }).openapi("SteppedUp");

export const CurrentSession = z
  .object({
    id: z.string(),
    name: z.string(),
    displayName: z.string(),
    roles: z.array(z.enum(ROLES)),
    organisation: z.string().nullable(),
    stage: z.enum(STAGES),
    csrf: z.string(),
    expiresAt: Time,
    steppedUpUntil: Time.nullable(),
  })
  .openapi("CurrentSession");
