import { createRoute, z } from "@hono/zod-openapi";
import { type GuardDeps, ownOrigin } from "../guard.ts";
import { isoTime, isoTimeOrNull } from "../iso-time.ts";
import { json } from "../problem-schema.ts";
import { forSession, type StaffContext, type StaffRoutes, sessionOf, staffRoutes } from "../staff-route.ts";
import type { FactorsDeps } from "./deps.ts";
import {
  FactorAdded,
  FactorId,
  Factors,
  PasskeyRegistration,
  RecoveryCodes,
  TotpConfirmation,
  TotpOffer,
} from "./factors-schema.ts";
import { smallBody } from "./json-body.ts";
import { startSession } from "./session-cookie.ts";
import { PasskeyOptions } from "./session-schema.ts";

/** Adding a factor: while enrolling, or later with a fresh second factor that is there already. */
const adding = forSession(["enrolling", "full"], "step-up");
const added = { 200: { description: "It can be used from now on", content: json(FactorAdded) } };

/** A person's own second factors and recovery codes. */
export function factorRoutes(deps: FactorsDeps, { site }: GuardDeps): StaffRoutes {
  const routes = staffRoutes();

  const shown = (c: StaffContext, result: Awaited<ReturnType<FactorsDeps["takeTotp"]>>) =>
    result.kind === "added"
      ? result
      : { ...result, session: startSession(c, site, result.session), recoveryCodes: [...result.recoveryCodes] };

  routes.openapi(
    createRoute({
      method: "get",
      path: "/v1/second-factors",
      summary: "One's second factors",
      ...forSession(["enrolling", "full"]),
      responses: { 200: { description: "The second factors", content: json(Factors) } },
    }),
    (c) => {
      const { totp, passkeys, recoveryCodesLeft } = deps.factors(sessionOf(c));
      const keys = passkeys.map(({ id, label, createdAt, usedAt }) => ({
        id,
        label,
        createdAt: isoTime(createdAt),
        usedAt: isoTimeOrNull(usedAt),
      }));
      return c.json({ totp: isoTimeOrNull(totp), passkeys: keys, recoveryCodesLeft }, 200);
    },
  );

  routes.openapi(
    createRoute({
      method: "post",
      path: "/v1/second-factors/totp",
      summary: "A new TOTP secret, to be confirmed with a code",
      ...adding,
      responses: { 200: { description: "The secret", content: json(TotpOffer) } },
    }),
    (c) => c.json(deps.offerTotp(sessionOf(c)), 200),
  );

  routes.openapi(
    createRoute({
      method: "put",
      path: "/v1/second-factors/totp",
      summary: "Confirm the TOTP secret with its first code",
      ...adding,
      ...smallBody(TotpConfirmation),
      responses: added,
    }),
    async (c) => c.json(shown(c, await deps.takeTotp(sessionOf(c), c.req.valid("json").code)), 200),
  );

  routes.openapi(
    createRoute({
      method: "post",
      path: "/v1/second-factors/passkey-options",
      summary: "What to ask the browser for, to make a passkey",
      ...adding,
      responses: { 200: { description: "Good for one answer", content: json(PasskeyOptions) } },
    }),
    async (c) => c.json(await deps.passkeyCreation(sessionOf(c), ownOrigin(c, site)), 200),
  );

  routes.openapi(
    createRoute({
      method: "post",
      path: "/v1/second-factors/passkeys",
      summary: "Keep the passkey that the browser made",
      ...adding,
      ...smallBody(PasskeyRegistration),
      responses: added,
    }),
    async (c) => {
      const { label, credential } = c.req.valid("json");
      const attestation = { id: credential.id, ...credential.response };
      return c.json(shown(c, await deps.takePasskey(sessionOf(c), label, attestation, ownOrigin(c, site))), 200);
    },
  );

  routes.openapi(
    createRoute({
      method: "delete",
      path: "/v1/second-factors/{id}",
      summary: "Remove a second factor, never the last one",
      ...forSession(["full"], "step-up"),
      request: { params: z.object({ id: FactorId }) },
      responses: { 204: { description: "It is gone" } },
    }),
    (c) => {
      deps.removeFactor(sessionOf(c), c.req.valid("param").id);
      return c.body(null, 204);
    },
  );

  routes.openapi(
    createRoute({
      method: "post",
      path: "/v1/recovery-codes",
      summary: "New recovery codes; the old ones are void",
      ...forSession(["full"], "step-up"),
      responses: { 200: { description: "Shown this once", content: json(RecoveryCodes) } },
    }),
    (c) => c.json({ recoveryCodes: [...deps.newRecoveryCodes(sessionOf(c))] }, 200),
  );

  return routes;
}
