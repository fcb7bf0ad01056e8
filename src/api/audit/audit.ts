import { createRoute, z } from "@hono/zod-openapi";
import { json } from "../problem-schema.ts";
import { actorOf, requires, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import type { AuditDeps, AuditFilter } from "./deps.ts";
import { auditFile, shownLine } from "./export.ts";

const Time = z.string().openapi({ format: "date-time" });
const AuditRow = z
  .object({
    id: z.int(),
    at: Time,
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    detail: z.unknown(),
    previous: z.string(),
    hash: z.string().openapi({ description: "SHA-256 over the row and `previous`, the hash before it" }),
  })
  .openapi("AuditRow");
const AuditRows = z
  .object({ rows: z.array(AuditRow), next: z.int().nullable().openapi({ description: "`before` of the next page" }) })
  .openapi("AuditRows");
const Verification = z
  .object({
    holds: z.boolean(),
    rows: z.int(),
    events: z.int(),
    orders: z.int(),
    head: z.string().openapi({ description: "Note it elsewhere: a later look can tell that the end was not cut off" }),
    findings: z.array(z.object({ where: z.string(), what: z.string() })),
  })
  .openapi("AuditVerification");

const Text = z.string().min(1).max(200).optional();
const Filter = {
  actor: Text,
  action: Text.openapi({ description: "An action, or its noun: `order` finds `order.approved`", example: "order" }),
  subject: Text.openapi({ example: "order:12" }),
  from: z.iso.date().optional(),
  until: z.iso.date().optional().openapi({ description: "Not included" }),
};
type FilterQuery = z.output<z.ZodObject<typeof Filter>>;

/** The audit log, for those who only read it. It holds no sealed address: what is closed in the events is closed here. */
export function auditRoutes(deps: AuditDeps): StaffRoutes {
  const routes = staffRoutes();

  routes.openapi(
    createRoute({
      method: "get",
      path: "/v1/audit",
      summary: "Who did what, newest first",
      ...requires("audit.read"),
      request: {
        query: z.object({
          ...Filter,
          before: z.coerce.number().int().min(1).optional(),
          limit: z.coerce.number().int().min(1).max(1_000).default(100),
        }),
      },
      responses: { 200: { description: "A page of it", content: json(AuditRows) } },
    }),
    (c) => {
      const { before = null, limit, ...query } = c.req.valid("query");
      const rows = deps.auditPage(filterOf(query), before, limit);
      return c.json({ rows: rows.map(shownLine), next: rows.length < limit ? null : (rows.at(-1)?.id ?? null) }, 200);
    },
  );

  routes.openapi(
    createRoute({
      method: "get",
      path: "/v1/audit/export",
      summary: "All of it, oldest first, as JSON lines or CSV",
      ...requires("audit.read"),
      request: { query: z.object({ ...Filter, format: z.enum(["jsonl", "csv"]).default("jsonl") }) },
      responses: {
        200: {
          description: "The rows",
          content: { "application/x-ndjson": { schema: z.string() }, "text/csv": { schema: z.string() } },
        },
      },
    }),
    (c) => {
      const { format, ...query } = c.req.valid("query");
      const filter = filterOf(query);
      deps.exported(actorOf(c), filter, format);
      return auditFile(deps, filter, format) as never;
    },
  );

  routes.openapi(
    createRoute({
      method: "get",
      path: "/v1/audit/verify",
      summary: "Recompute the chain, the events, and everything that follows from them",
      ...requires("audit.read"),
      responses: { 200: { description: "What was found", content: json(Verification) } },
    }),
    async (c) => {
      const { rows, events, orders, head, findings } = await deps.verifyAudit();
      const found = findings.map(({ where, what }) => ({ where, what }));
      return c.json({ holds: found.length === 0, rows, events, orders, head, findings: found }, 200);
    },
  );

  return routes;
}

const filterOf = ({ actor, action, subject, from, until }: FilterQuery): AuditFilter => ({
  actor: actor ?? null,
  action: action ?? null,
  subject: subject ?? null,
  from: from === undefined ? null : Date.parse(from) / 1_000,
  until: until === undefined ? null : Date.parse(until) / 1_000,
});
