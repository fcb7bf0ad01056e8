import { z } from "@hono/zod-openapi";
import { REFUSAL_CODES } from "../core/target/refusal.ts";
import { SCOPES } from "../core/target/target.ts";

export const MAX_JSON_URLS = 1_000;
export const MAX_TEXT_LINES = 10_000;
/** Bytes of a POST body. */
export const MAX_LOOKUP_BODY = 4_194_304;

export const LookupQuery = z.object({
  url: z.string().openapi({ description: "A name or URL as people paste it", example: "https://example.com/page" }),
});

export const VerdictEntry = z
  .object({
    id: z.string().openapi({ description: "Stable public id", example: "e4711" }),
    scope: z.enum(SCOPES),
    value: z.string(),
    category: z.string(),
    ground: z.string().openapi({ description: "Ground under PECA 2016 s.37(1), or of another named law" }),
    order: z.string().openapi({ description: "Number of the order" }),
    since: z.iso.datetime(),
    reviewAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    appeal: z.string().openapi({ description: "Path of the page on which to appeal" }),
  })
  .openapi("VerdictEntry");

export const Verdict = z
  .object({
    query: z.string(),
    canonical: z.string().nullable().openapi({ description: "What was looked up; null when the query is no target" }),
    blocked: z.boolean(),
    entry: VerdictEntry.optional(),
    variant: z.string().optional().openapi({
      description: "The spelling with the other kaf or yeh that is on the list, when not the query's own spelling is",
    }),
    refused: z.enum(REFUSAL_CODES).optional().openapi({ description: "Why the query is no target (POST only)" }),
    release: z.int(),
  })
  .openapi("Verdict");

export const LookupRequest = z.object({ urls: z.array(z.string()).max(MAX_JSON_URLS) }).openapi("LookupRequest");

export const LookupResults = z
  .object({ release: z.int(), results: z.array(Verdict).openapi({ description: "In the order of the request" }) })
  .openapi("LookupResults");
