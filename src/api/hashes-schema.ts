import { z } from "@hono/zod-openapi";

export const HashPrefix = z
  .string()
  .regex(/^[0-9a-fA-F]{5}$/)
  .openapi({ param: { name: "prefix", in: "path" }, example: "a379a", description: "5 hexadecimal digits" });

export const HashBucket = z
  .object({
    prefix: z.string(),
    release: z.int(),
    suffixes: z.array(z.string().regex(/^[0-9a-f]{59}$/)).openapi({
      description:
        "The other 59 digits of every blocked target's SHA-256 under this prefix, sorted, filled up with invented " +
        "ones to a multiple of 16. The hash is of the target's text: `name` (domain), `=name` (host) or `host/path` (url).",
    }),
  })
  .openapi("HashBucket");
