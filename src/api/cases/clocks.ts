import { createRoute, z } from "@hono/zod-openapi";
import { CLOCK_NAMES } from "../../core/clock/clock.ts";
import { HifazatError } from "../../core/errors.ts";
import { isoTime } from "../iso-time.ts";
import { json } from "../problem-schema.ts";
import { requires, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import type { ClockDeps } from "./deps.ts";
import { Time } from "./schema.ts";

const OnTime = z
  .object({
    from: Time,
    until: Time,
    clocks: z.array(
      z.object({
        clock: z.enum(CLOCK_NAMES),
        ended: z.int().openapi({ description: "Cases that ended within the time" }),
        inTime: z.int().openapi({ description: "Of these, the ones that ended before their clock did" }),
        running: z.int().openapi({ description: "Cases that are open now" }),
        late: z.int().openapi({ description: "Of these, the ones whose clock has run out" }),
      }),
    ),
  })
  .openapi("OnTime");

/** How well the legal time limits are kept. */
export function clockRoutes(deps: ClockDeps): StaffRoutes {
  const routes = staffRoutes();
  routes.openapi(
    createRoute({
      method: "get",
      path: "/v1/cases/clocks",
      summary: "How many cases ended in time, by clock",
      ...requires("complaint.read"),
      request: { query: z.object({ from: z.iso.date(), until: z.iso.date() }) },
      responses: { 200: { description: "Numbers", content: json(OnTime) } },
    }),
    (c) => {
      if (c.var.reach !== "any") throw new HifazatError("forbidden", "This is for the registry's own staff.");
      const { from, until } = c.req.valid("query");
      const [start, end] = [Date.parse(from) / 1_000, Date.parse(until) / 1_000];
      const clocks = deps.onTime(start, end).map((row) => ({ ...row }));
      return c.json({ from: isoTime(start), until: isoTime(end), clocks }, 200);
    },
  );
  return routes;
}
