import { z } from "@hono/zod-openapi";
import { PROBLEM_CODES, type ProblemCode } from "./problem.ts";

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().openapi({ enum: [...PROBLEM_CODES], description: "Stable" }),
  })
  .openapi("Problem", { description: "RFC 9457" });

const content = { "application/problem+json": { schema: Problem } };

const DESCRIPTIONS = {
  400: "`bad_request`",
  401: "`unauthenticated`: a bad token",
  403: "`forbidden`, `outside_mandate`, `suspended`",
  404: "`not_found`",
  413: "`too_large`",
  415: "`unsupported_media_type`",
  416: "`range_not_satisfiable`",
  429: "`rate_limited`",
  503: "`unavailable`: no release yet",
} as const satisfies Record<number, `\`${ProblemCode}\`${string}`>;

/** The `responses` of a route for these statuses. */
export function problems(...statuses: (keyof typeof DESCRIPTIONS)[]) {
  return Object.fromEntries(statuses.map((status) => [status, { description: DESCRIPTIONS[status], content }]));
}

/** The `content` of a JSON response. */
export const json = <T extends z.ZodType>(schema: T) => ({ "application/json": { schema } });
