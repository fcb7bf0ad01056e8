import { z } from "@hono/zod-openapi";
import { LIST_NAMES } from "../core/list-name.ts";

export const Categories = z
  .object({
    release: z.int(),
    categories: z.array(
      z.object({
        slug: z.string(),
        title: z.string(),
        list: z.enum(LIST_NAMES),
        entries: z.int().optional().openapi({ description: "Absent for the sealed list, of which nothing is told" }),
      }),
    ),
  })
  .openapi("Categories");
