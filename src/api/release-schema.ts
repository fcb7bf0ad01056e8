import { z } from "@hono/zod-openapi";

/** Longest wait, seconds. Below the minute after which proxies commonly cut a silent connection. */
export const MAX_WAIT_SECONDS = 55;

const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

export const ReleaseQuery = z.object({
  after: wholeNumber
    .optional()
    .openapi({ type: "integer", description: "Wait for a release above this number", example: 41 }),
  wait: wholeNumber.optional().openapi({
    type: "integer",
    description: `Seconds to wait, at most ${MAX_WAIT_SECONDS} (more is cut down to that); without it, no wait`,
    example: 25,
  }),
});

export const Release = z
  .object({
    release: z.int(),
    previous: z.int(),
    published: z.iso.datetime(),
    list: z.literal("general"),
    entries: z.int(),
    categories: z.record(z.string(), z.int()).openapi({ description: "Entries by category" }),
    identity: z
      .object({ sha256: z.string(), bytes: z.int() })
      .openapi({ description: "Of the uncompressed list text: what a client's own text must hash to" }),
    manifest: z.string().openapi({ description: "Path of the release's manifest" }),
    next_poll_seconds: z.int(),
  })
  .openapi("Release");
