import { createRoute, z } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { HifazatError } from "../../core/errors.ts";
import { LIST_NAMES } from "../../core/list-name.ts";
import { IDENTITY_VERDICTS } from "../../core/receipt/receipt.ts";
import { json, problems } from "../problem-schema.ts";
import { actorOf, requires, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import type { CoverageDeps } from "./deps.ts";

/** Bytes. An agent with fifty outputs sends about 12,000. */
const MOST_BYTES = 32_768;
const MOST_OUTPUTS = 64;
const MOST_REASONS = 32;

const Count = z.int().min(0).max(1e9);
const Digest = z.string().regex(/^[0-9a-f]{64}$/, "is no SHA-256 in lower-case hexadecimal digits");
/** A code or a name of a format: never a name of a site. */
const Slug = z.string().regex(/^[a-z0-9_-]{1,64}$/, "may only have lower-case letters, digits, - and _");

const Tally = z.strictObject({
  carried: Count.openapi({ description: "Entries with records of their own" }),
  covered: Count.openapi({ description: "Entries blocked by a carried one above them" }),
  narrowed: Count.openapi({ description: "Entries carried with less than their scope" }),
  rejected: z
    .record(Slug, Count)
    .refine((reasons) => Object.keys(reasons).length <= MOST_REASONS, `has more than ${MOST_REASONS} reasons`)
    .openapi({ description: "Entries left out, by reason", example: { url_scope: 12 } }),
  unpassed: Count.openapi({ description: "Allowed names that stay blocked" }),
});

const ReceiptSchema = z
  .strictObject({
    format: z.literal("hifazat-receipt/1"),
    list: z.enum(LIST_NAMES),
    release: z.int().min(1).max(1e9),
    identity: Digest.openapi({ description: "Of the list in force" }),
    entries: Count,
    pinned: z.boolean().openapi({ description: "Held back by the operator's own rollback" }),
    at: z.iso.datetime().openapi({ description: "When it was applied, by the subscriber's clock" }),
    outputs: z
      .array(
        z.strictObject({
          name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
          format: Slug,
          applied: z.boolean(),
          code: Slug.nullable().openapi({ description: "Why it was not applied" }),
          tally: Tally.nullable(),
        }),
      )
      .max(MOST_OUTPUTS),
    allow: z.strictObject({ lines: Count, leftOut: Count, passes: Count, sha256: Digest }),
  })
  .openapi("Receipt", { description: "Counts and reasons only: no names" });

const Taken = z
  .object({
    identity: z.enum(IDENTITY_VERDICTS).openapi({
      description: "Whether the identity is that of the published release; `unknown`: there is no such release here",
    }),
  })
  .openapi("ReceiptTaken");

/** What subscribers say they have in force. */
export function receiptRoutes({ takeReceipt }: Pick<CoverageDeps, "takeReceipt">): StaffRoutes {
  const routes = staffRoutes();
  routes.openapi(
    createRoute({
      method: "post",
      path: "/v1/receipts",
      summary: "Say which release is in force, and what could not be applied",
      description: "The same receipt again changes nothing.",
      ...requires("receipt.write"),
      middleware: bodyLimit({
        maxSize: MOST_BYTES,
        onError: () => {
          throw new HifazatError("too_large", `A receipt has at most ${MOST_BYTES} bytes.`);
        },
      }),
      request: { body: { required: true, content: json(ReceiptSchema) } },
      responses: {
        200: { description: "It was here already", content: json(Taken) },
        201: { description: "It is stored", content: json(Taken) },
        ...problems(413),
      },
    }),
    (c) => {
      const { caller } = c.var;
      if (caller.kind !== "token") throw new HifazatError("forbidden", "Receipts come with a subscriber's token.");
      const from = { organisation: caller.organisation.id, token: caller.token, actor: actorOf(c) };
      const { kind, identity } = takeReceipt(from, c.req.valid("json"));
      return kind === "stored" ? c.json({ identity }, 201) : c.json({ identity }, 200);
    },
  );
  return routes;
}
