import { z } from "@hono/zod-openapi";
import { CLOCK_LEVELS, CLOCK_NAMES } from "../../core/clock/clock.ts";
import { ANSWER_TEMPLATES } from "../../core/complaint/answer.ts";
import { CHANNELS, COMPLAINT_STATES } from "../../core/complaint/complaint.ts";
import { NEARNESSES } from "../../core/complaint/nearness.ts";
import { PRIORITIES, SIGNS } from "../../core/complaint/priority.ts";
import { PROVINCES, REFERRAL_BODIES, REFERRAL_STATUSES } from "../../core/referral/referral.ts";
import { CategoryName, Language, Text, Time } from "./schema.ts";

export const ClockBody = z
  .object({
    name: z.enum(CLOCK_NAMES),
    startedAt: Time,
    dueAt: Time,
    stoppedAt: Time.nullable(),
    told: z.enum(CLOCK_LEVELS).nullable(),
  })
  .openapi("Clock");

export const LockBody = z.object({ officer: z.string(), until: Time }).nullable();
const Urgency = z.enum(["normal", "emergency"]);
const Priority = z.enum(PRIORITIES);
const Outcome = z.enum(["blocked", "not_blocked", "passed_on", "dropped"]);
const State = z.enum(COMPLAINT_STATES);

export const ComplaintLine = z
  .object({
    reference: z.string(),
    state: State,
    channel: z.enum(CHANNELS),
    queue: z.enum(["normal", "slow"]),
    submittedAs: CategoryName,
    category: CategoryName,
    urgency: Urgency,
    priority: Priority,
    complainant: z.object({ kind: z.enum(["anonymous", "named", "organisation"]), name: z.string().optional() }),
    receivedAt: Time,
    clock: ClockBody,
    lock: LockBody,
    outcome: Outcome.nullable(),
    addresses: z.int(),
  })
  .openapi("ComplaintLine");

export const ComplaintLines = z.object({ complaints: z.array(ComplaintLine) }).openapi("ComplaintLines");

export const StatementBody = z
  .object({ description: z.string(), earlierEfforts: z.string(), signs: z.array(z.enum(SIGNS)) })
  .nullable();

export const HistoryBody = z.array(
  z.object({ at: Time, actor: z.string(), kind: z.string(), note: z.string().nullable() }),
);

export const ComplaintDetail = ComplaintLine.extend({
  province: z.enum(PROVINCES).nullable(),
  language: Language,
  order: z.object({ id: z.string(), items: z.array(z.int()) }).nullable(),
  referrals: z.array(
    z.object({
      number: z.int(),
      body: z.enum(REFERRAL_BODIES),
      province: z.enum(PROVINCES).nullable(),
      status: z.enum(REFERRAL_STATUSES),
      openedBy: z.string(),
      changedAt: Time,
      clock: ClockBody,
    }),
  ),
  answer: z.enum(ANSWER_TEMPLATES).nullable(),
  shown: z.array(
    z.object({
      kind: z.enum(["open", "closed"]),
      text: z.string().optional(),
      value: z.string().nullable().optional(),
      code: z.string().nullable(),
      entry: z.string().nullable().optional(),
    }),
  ),
  statement: StatementBody,
  joinedTo: z.string().nullable(),
  joiners: z.array(z.string()),
  related: z.array(
    z.object({
      reference: z.string(),
      nearness: z.enum(NEARNESSES),
      state: State,
      outcome: Outcome.nullable(),
      receivedAt: Time,
    }),
  ),
  history: HistoryBody,
}).openapi("ComplaintDetail");

export const RevealedBody = z
  .object({
    addresses: z.array(z.string()),
    statement: StatementBody,
    contact: z
      .object({ name: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable() })
      .nullable(),
    history: HistoryBody,
  })
  .openapi("Revealed");

export const RevealReason = z
  .object({ reason: Text })
  .openapi("RevealReason", { description: "Stands in the audit log; must not say what is revealed" });
export const JoinBody = z.object({ to: z.string().max(40) }).openapi("Join");
export const TriageBody = z
  .object({
    category: CategoryName,
    urgency: Urgency.default("normal"),
    priority: Priority.default("normal"),
    reasons: Text,
  })
  .openapi("Triage");
export const ReferBody = z
  .object({
    body: z.enum(REFERRAL_BODIES),
    province: z.enum(PROVINCES).nullable().default(null),
    note: Text.default(""),
  })
  .openapi("Refer");
export const ReferralChange = z
  .object({ status: z.enum(REFERRAL_STATUSES), note: Text.default("") })
  .openapi("ReferralChange");
export const AnswerBody = z
  .object({ template: z.enum(ANSWER_TEMPLATES), reasons: Text })
  .openapi("Answer", { description: "The complainant reads the template's text; the reasons stay inside" });
const Term = z.string().max(500);
export const ConvertBody = z
  .object({
    references: z.array(z.string().max(40)).min(1).max(200),
    authority: Term.default("PTA"),
    number: Term,
    ground: Term,
    provision: Term.optional(),
    law: Term.optional(),
    requestedBy: Term.optional(),
  })
  .openapi("Convert");
export const Converted = z
  .object({ order: z.string().openapi({ example: "o12" }), complaints: z.array(ComplaintLine) })
  .openapi("Converted");

export const DeskQuery = z.object({
  state: z.enum([...COMPLAINT_STATES, "open", "any"]).default("open"),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  skip: z.coerce.number().int().min(0).default(0),
});
