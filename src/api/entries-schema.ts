import { z } from "@hono/zod-openapi";
import { VerdictEntry } from "./lookup-schema.ts";

export const EntryId = z.string().openapi({ param: { name: "id", in: "path" }, example: "e4711" });

export const Entry = VerdictEntry.extend({
  authority: z.string().openapi({ description: "Who gave the order" }),
  law: z.string(),
  provision: z.string(),
  list: z.literal("general"),
  release: z.int().openapi({ description: "The release this record was read from" }),
}).openapi("Entry");
