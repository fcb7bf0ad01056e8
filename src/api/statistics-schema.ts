import { z } from "@hono/zod-openapi";

export const Statistics = z
  .object({
    release: z.int().openapi({ description: "The release every number here is of" }),
    published: z.iso.datetime(),
    entries: z.int(),
    orders: z.int().openapi({ description: "Orders with at least one entry in force" }),
    categories: z.record(z.string(), z.int()).openapi({ description: "Entries by category" }),
    grounds: z
      .record(z.string(), z.int())
      .optional()
      .openapi({ description: "Entries by legal ground; absent for a release that does not say so" }),
  })
  .openapi("Statistics");
