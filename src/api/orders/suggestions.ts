import { createRoute, z } from "@hono/zod-openapi";
import { HifazatError } from "../../core/errors.ts";
import { SCOPES } from "../../core/target/target.ts";
import { mediaType } from "../body.ts";
import { problems } from "../problem-schema.ts";
import { requires, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import type { OrdersDeps } from "./deps.ts";
import { type Desk, orderToChange } from "./desk.ts";
import { answers, OrderPath, uploadProblems } from "./schema.ts";

const SuggestionBody = z
  .object({
    page: z.int(),
    line: z.int(),
    text: z.string().openapi({ description: "As it stood; with the next line where the address may go on there" }),
    address: z.string(),
    target: z.object({ scope: z.enum(SCOPES), value: z.string() }),
    reading: z.enum(["whole", "cut", "joined"]).openapi({
      description: "`cut`: at the end of its line, and it may go on; `joined`: with the beginning of the next line",
    }),
  })
  .openapi("PdfSuggestion");
const SuggestionsBody = z
  .object({
    pages: z.int(),
    without: z.array(z.int()).openapi({ description: "Pages without text, such as scanned ones: read them yourself" }),
    suggestions: z.array(SuggestionBody),
    more: z.boolean().openapi({ description: "There were more than are given" }),
  })
  .openapi("PdfSuggestions");

/** An order that came as a PDF: what it seems to name, for its officer to confirm. */
export function suggestionRoutes(deps: OrdersDeps, desk: Desk): StaffRoutes {
  const routes = staffRoutes();
  routes.openapi(
    createRoute({
      method: "post",
      path: `${desk.base}/{id}/suggestions`,
      summary: "Addresses that a PDF seems to name; nothing is stored",
      description:
        "To be compared with the document and sent as items, as far as they are meant: a PDF says where letters stand, and " +
        "neither where an address ends nor which ones the order is about. At most 16 MB and 300 pages.",
      ...requires(desk.actions.write),
      request: {
        params: OrderPath,
        body: {
          required: true,
          content: { "application/pdf": { schema: z.string().openapi({ format: "binary" }) } },
        },
      },
      responses: {
        ...answers(SuggestionsBody, "In the order of reading"),
        ...uploadProblems,
        ...problems(503),
      },
    }),
    async (c) => {
      orderToChange(c, deps, desk);
      if (mediaType(c.req.raw) !== "application/pdf")
        throw new HifazatError("unsupported_media_type", "Send the PDF as application/pdf.");
      const { pages, without, suggestions, more } = await deps.suggestions(c.req.raw.body ?? nothing());
      return c.json({ pages, without: [...without], suggestions: [...suggestions], more }, 200);
    },
  );
  return routes;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
