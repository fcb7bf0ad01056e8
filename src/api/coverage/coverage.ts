import { createRoute, z } from "@hono/zod-openapi";
import { LIST_NAMES } from "../../core/list-name.ts";
import { COVERAGE_STATES } from "../../core/receipt/coverage.ts";
import { IDENTITY_VERDICTS } from "../../core/receipt/receipt.ts";
import { Time } from "../accounts/session-schema.ts";
import { isoTime, isoTimeOrNull } from "../iso-time.ts";
import { json, problems } from "../problem-schema.ts";
import { organisationOf, requires, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import type { Coverage, CoverageDeps } from "./deps.ts";

const Count = z.int().min(0);
const Seconds = z.int().min(0);
const Release = z.int().min(1);
const State = z.enum(COVERAGE_STATES);
const Identity = z.enum(IDENTITY_VERDICTS);

const Agent = z.object({
  token: z.string(),
  label: z.string(),
  state: State,
  release: Release,
  lagReleases: Count,
  lagSeconds: Seconds.openapi({ description: "How long a newer release has been there" }),
  appliedAt: Time,
  seenAt: Time,
  silentSince: Time.nullable(),
  identity: Identity,
  pinned: z.boolean(),
  failedOutputs: Count,
  leftOut: z
    .record(z.string(), Count)
    .openapi({ description: "Entries left out by reason, added up over its outputs" }),
  allowed: z.object({ lines: Count, leftOut: Count, passes: Count }),
});
const Subscriber = z.object({
  name: z.string(),
  displayName: z.string(),
  state: State,
  release: Release.nullable(),
  lagReleases: Count.nullable(),
  lagSeconds: Seconds.nullable(),
  seenAt: Time.nullable(),
  silentSince: Time.nullable(),
  identity: Identity.nullable(),
  agents: z.array(Agent).openapi({ description: "The last receipt of each token that is still good" }),
});
const Named = z.object({ release: Release, publishedAt: Time });
const CoverageSchema = z
  .object({
    list: z.enum(LIST_NAMES),
    at: Time,
    newest: Named.nullable(),
    subscribers: z.array(Subscriber),
    counts: z.object({ ...Object.fromEntries(COVERAGE_STATES.map((state) => [state, Count])), wrongIdentity: Count }),
    lag: z
      .object({
        release: Release,
        publishedAt: Time,
        applied: Count,
        waiting: Count,
        median: Seconds.nullable(),
        p90: Seconds.nullable(),
        p99: Seconds.nullable(),
        longest: Seconds.nullable(),
        histogram: z.array(z.object({ upTo: Seconds.nullable(), count: Count })),
      })
      .nullable()
      .openapi({ description: "Seconds from publication until the last program of each subscriber had applied it" }),
  })
  .openapi("Coverage");

const Query = z.object({
  list: z.enum(LIST_NAMES).default("general"),
  release: z.coerce
    .number()
    .int()
    .min(1)
    .max(1e9)
    .optional()
    .openapi({ description: "For `lag`; the newest if absent" }),
});

/** The board: who has which release in force. A subscriber sees itself. */
export function coverageRoutes({ coverage }: Pick<CoverageDeps, "coverage">): StaffRoutes {
  const routes = staffRoutes();
  routes.openapi(
    createRoute({
      method: "get",
      path: "/v1/coverage",
      summary: "Which subscriber has which release in force, who is silent, how long a release took",
      ...requires("coverage.read"),
      request: { query: Query },
      responses: { 200: { description: "As of one moment", content: json(CoverageSchema) }, ...problems(404) },
    }),
    (c) => {
      // A caller whose reach is its own and who belongs to nobody sees nobody.
      const organisation = c.var.reach === "own" ? (organisationOf(c)?.id ?? -1) : undefined;
      return c.json(shown(coverage({ ...c.req.valid("query"), organisation })), 200);
    },
  );
  return routes;
}

function shown({ list, at, newest, subscribers, counts, lag }: Coverage) {
  return {
    list,
    at: isoTime(at),
    newest: newest && { ...newest, publishedAt: isoTime(newest.publishedAt) },
    subscribers: subscribers.map((subscriber) => ({
      ...subscriber,
      seenAt: isoTimeOrNull(subscriber.seenAt),
      silentSince: isoTimeOrNull(subscriber.silentSince),
      agents: subscriber.agents.map((agent) => ({
        ...agent,
        leftOut: { ...agent.leftOut },
        appliedAt: isoTime(agent.appliedAt),
        seenAt: isoTime(agent.seenAt),
        silentSince: isoTimeOrNull(agent.silentSince),
      })),
    })),
    counts: { ...counts },
    lag: lag && { ...lag, publishedAt: isoTime(lag.publishedAt), histogram: [...lag.histogram] },
  };
}
