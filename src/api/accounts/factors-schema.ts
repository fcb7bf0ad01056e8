import { z } from "@hono/zod-openapi";
import { Base64Url, OneTimeCode, SessionStarted, Time } from "./session-schema.ts";

export const Factors = z
  .object({
    totp: Time.nullable().openapi({ description: "Since when; null when there is none" }),
    passkeys: z.array(z.object({ id: z.string(), label: z.string(), createdAt: Time, usedAt: Time.nullable() })),
    recoveryCodesLeft: z.int(),
  })
  .openapi("SecondFactors");

export const FactorId = z
  .string()
  .max(2_000)
  .openapi({ param: { name: "id", in: "path" }, description: "`totp`, or a passkey's id" });

export const TotpOffer = z
  .object({ secret: z.string(), uri: z.string().openapi({ description: "`otpauth:`, to be shown as a QR code" }) })
  .openapi("TotpOffer");

export const TotpConfirmation = z.object({ code: OneTimeCode }).openapi("TotpConfirmation");

/** `PublicKeyCredential.toJSON()` of `navigator.credentials.create`, with a name for people. */
export const PasskeyRegistration = z
  .object({
    label: z.string().trim().min(1).max(100),
    credential: z.object({
      id: Base64Url,
      response: z.object({
        clientDataJSON: Base64Url,
        attestationObject: Base64Url,
        transports: z.array(z.string().max(50)).max(10).default([]),
      }),
    }),
  })
  .openapi("PasskeyRegistration");

const codes = z.array(z.string()).openapi({ description: "Shown this once" });

export const RecoveryCodes = z.object({ recoveryCodes: codes }).openapi("RecoveryCodes");

export const FactorAdded = z
  .object({
    kind: z.enum(["enrolled", "added"]),
    session: SessionStarted.optional(),
    recoveryCodes: codes.optional(),
  })
  .openapi("SecondFactorAdded", { description: "The first one makes the account ready and brings recovery codes" });
