import { createRoute, z } from "@hono/zod-openapi";
import type { MonthStatistics } from "../../core/statistics/months.ts";
import { csvLine } from "../csv-cell.ts";
import { isoTime } from "../iso-time.ts";
import { json, problems } from "../problem-schema.ts";
import { forPublic, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import type { StatisticsDeps } from "./deps.ts";

const seconds = (description: string) => z.int().nullable().openapi({ description });
const MonthSchema = z
  .object({
    month: z.string().openapi({ example: "2026-11" }),
    ordersApproved: z.int(),
    ordersRejected: z.int(),
    ordersWithdrawn: z.int(),
    ordersExpired: z.int(),
    entriesAdded: z.int(),
    entriesRemoved: z.int(),
    itemsRefused: z.int().openapi({ description: "Lines of orders that were refused" }),
    itemsHeld: z.int(),
    complaintsReceived: z.int(),
    complaintsBlocked: z.int(),
    complaintsNotBlocked: z.int(),
    complaintsPassedOn: z.int(),
    complaintsDropped: z.int(),
    appealsReceived: z.int(),
    appealsWon: z.int(),
    appealsDismissed: z.int(),
    appealsClosed: z.int(),
    medianSecondsToBlock: seconds("From the entering of an order to the release that first held it"),
    medianSecondsToUnblock: seconds("From an appeal that was won to the release without the entry"),
    casesEnded: z.int(),
    casesInTime: z.int().openapi({ description: "Of these, the ones that ended before their clock did" }),
  } satisfies Record<keyof MonthStatistics, z.ZodType>)
  .openapi("MonthStatistics");
const MonthlyStatistics = z
  .object({
    release: z.int().openapi({ description: "The release every number is of" }),
    published: z.string().openapi({ format: "date-time" }),
    months: z.array(MonthSchema),
  })
  .openapi("MonthlyStatistics");

const COLUMNS = Object.keys(MonthSchema.shape) as (keyof MonthStatistics)[];

/** What was decided, month by month, for everybody. Child abuse is in no number (DESIGN 6). */
export function monthlyStatisticsRoutes(deps: StatisticsDeps): StaffRoutes {
  const routes = staffRoutes();
  routes.openapi(
    createRoute({
      method: "get",
      path: "/v1/statistics/months",
      summary: "What was decided and how fast, by month, as of one release",
      ...forPublic,
      request: {
        query: z.object({
          release: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
          format: z.enum(["json", "csv"]).default("json"),
        }),
      },
      responses: {
        200: { description: "The months", content: { ...json(MonthlyStatistics), "text/csv": { schema: z.string() } } },
        ...problems(404, 503),
      },
    }),
    (c) => {
      const { release, format } = c.req.valid("query");
      const { months, ...of } = deps.monthlyStatistics(release ?? null);
      if (format === "json") {
        const rows = months.map((month) => ({ ...month }));
        return c.json({ release: of.release, published: isoTime(of.published), months: rows }, 200);
      }
      const lines = [csvLine(["release", ...COLUMNS])];
      for (const month of months) lines.push(csvLine([of.release, ...COLUMNS.map((column) => month[column])]));
      const name = `attachment; filename="statistics-${of.release}.csv"`;
      const headers = { "content-type": "text/csv; charset=utf-8", "content-disposition": name };
      return new Response(lines.join(""), { status: 200, headers }) as never;
    },
  );
  return routes;
}
