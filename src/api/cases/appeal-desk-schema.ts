import { z } from "@hono/zod-openapi";
import { APPEAL_OUTCOMES, APPEAL_STATES, CAPACITIES } from "../../core/appeal/appeal.ts";
import { ClockBody, HistoryBody, LockBody } from "./complaint-desk-schema.ts";
import { Language, Text, Time } from "./schema.ts";

const Verdict = z.enum(["upheld", "dismissed"]);

export const AppealLine = z
  .object({
    reference: z.string(),
    state: z.enum(APPEAL_STATES),
    capacity: z.enum(CAPACITIES),
    entry: z.string().nullable(),
    receivedAt: Time,
    clock: ClockBody,
    lock: LockBody,
    outcome: z.enum(APPEAL_OUTCOMES).nullable(),
    decidedAt: Time.nullable(),
    courtUntil: Time.nullable(),
    suspended: z.boolean(),
    proposal: z.object({ by: z.string(), verdict: Verdict }).nullable(),
  })
  .openapi("AppealLine");

export const AppealLines = z.object({ appeals: z.array(AppealLine) }).openapi("AppealLines");

export const AppealDetail = AppealLine.extend({
  language: Language,
  shown: z.object({
    kind: z.enum(["open", "closed"]),
    text: z.string().optional(),
    value: z.string().nullable().optional(),
    code: z.string().nullable(),
    entry: z.string().nullable().optional(),
  }),
  statement: z.string().nullable(),
  standing: z.array(z.object({ order: z.string(), item: z.int() })),
  parties: z.array(z.string()).openapi({ description: "Who had a part in the block and may not decide" }),
  history: HistoryBody,
}).openapi("AppealDetail");

export const VerdictBody = z.object({ verdict: Verdict, reasons: Text }).openapi("ProposedVerdict");

export const AppealQuery = z.object({
  state: z.enum([...APPEAL_STATES, "open", "any"]).default("open"),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  skip: z.coerce.number().int().min(0).default(0),
});
