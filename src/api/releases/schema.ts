import { z } from "@hono/zod-openapi";
import { DECISION_KINDS } from "../../core/release/decision.ts";
import type { Policy } from "../../core/release/policy.ts";
import { SCOPES } from "../../core/target/target.ts";
import { isoTime } from "../iso-time.ts";
import { Problem } from "../problem-schema.ts";
import type { PublishOutcome, ReleaseOfList, ReleasesDeps } from "./deps.ts";

const Time = z.string().openapi({ format: "date-time" });
export const ReleaseNumber = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
export const Reasons = z.string().max(4_000).openapi({ description: "In writing: kept, and shown in the record" });

export const PastRelease = z
  .object({
    release: z.int(),
    previous: z.int(),
    published: Time,
    entries: z.int(),
    change: z.int().openapi({ description: "Entries more, or fewer, than in the release before" }),
    identity: z.string().openapi({ description: "SHA-256 of the list text: equal content has an equal identity" }),
    manifestSha256: z.string(),
  })
  .openapi("PastRelease");

const Proposal = z
  .object({
    kind: z.enum(["rollback", "end_rollback"]),
    to: z.int().nullable(),
    by: z.string(),
    at: Time,
    reasons: z.string(),
  })
  .openapi("RollbackProposal");
export const PolicySchema = z
  .object({
    rollback: z
      .object({ to: z.int(), by: z.string(), second: z.string(), at: Time, reasons: z.string() })
      .nullable()
      .openapi({ description: "The rollback that holds, until two officers end it" }),
    proposal: Proposal.nullable().openapi({ description: "Waits for a senior officer" }),
  })
  .openapi("ReleasePolicy");

/** Decisions that wait, among which the held ones of one answer are looked for. */
const MOST_HELD = 200;
const HeldDecision = z
  .object({
    order: z.object({ id: z.string(), authority: z.string(), number: z.string() }).nullable(),
    kind: z.enum(DECISION_KINDS),
    at: Time,
    by: z.string(),
    reasons: z.string().nullable(),
    added: z.int(),
    removed: z.int(),
  })
  .openapi("HeldDecision");

export const Releases = z
  .object({
    releases: z.array(PastRelease),
    next: z.int().nullable().openapi({ description: "`before` of the next page" }),
    pending: z
      .object({
        watermark: z.int().openapi({ description: "The newest decision; POST /v1/releases/batch names it" }),
        additions: z.int(),
        removals: z.int(),
        more: z.boolean().openapi({ description: "There are more than were counted" }),
        urgent: z.boolean().openapi({ description: "Goes out within seconds: a removal, an emergency, a rollback" }),
        stops: z.boolean().openapi({
          description: "Too much at once: a senior officer must release the batch; the rest goes out without it",
        }),
        over: z.array(z.enum(["added", "removed"])).openapi({
          description:
            "What is too much: what comes onto the list, what leaves it. Held removals stay blocked meanwhile",
        }),
        held: z
          .array(HeldDecision)
          .openapi({ description: `What is held back, oldest first, ${MOST_HELD} decisions at most` }),
        allowed: z.int().openapi({ description: "How much of either may change without one" }),
        sealed: z.enum(["nothing", "waits", "stops"]).openapi({
          description:
            "`stops`: too much of the sealed list at once, which is held back until a senior officer releases it",
        }),
      })
      .openapi({ description: "Decided and not published yet" }),
    attempt: z
      .object({
        at: Time,
        by: z.string(),
        outcome: z.enum(["published", "unchanged", "stopped", "failed"]),
        release: z.int().nullable(),
        message: z.string().nullable(),
      })
      .nullable()
      .openapi({ description: "How the newest attempt to publish ended; null since the server's start" }),
    ...PolicySchema.shape,
  })
  .openapi("Releases");

export const Published = z
  .object({
    outcome: z.enum(["published", "unchanged"]),
    release: z.int(),
    entries: z.int().nullable(),
    added: z.int().nullable().openapi({ description: "At most; see the difference for each" }),
    removed: z.int().nullable(),
  })
  .openapi("PublishOutcome");
export const PolicyDecided = PolicySchema.extend({ published: Published.nullable() }).openapi("ReleasePolicyDecided");

const Side = z.object({ category: z.string(), order: z.string() }).nullable();
export const DifferencePage = z
  .object({
    from: z.int(),
    to: z.int(),
    changes: z.array(
      z.object({
        change: z.enum(["added", "removed", "category"]),
        scope: z.enum(SCOPES),
        value: z.string(),
        before: Side,
        after: Side,
      }),
    ),
    next: z.string().nullable().openapi({ description: "`after` of the next page; a page can be empty and have one" }),
  })
  .openapi("ReleaseDifference");

const content = { "application/problem+json": { schema: Problem } };
export const releaseProblems = {
  404: { description: "`not_found`", content },
  409: { description: "`batch_stop`, `release_state`", content },
  413: { description: "`too_large`", content },
  415: { description: "`unsupported_media_type`", content },
  422: { description: "`order_incomplete`", content },
  503: { description: "`publisher_busy`, `unavailable`", content },
} as const;

export function releaseView(row: ReleaseOfList, deps: Pick<ReleasesDeps, "release">): z.output<typeof PastRelease> {
  const entries = row.lists.general?.entries ?? 0;
  return {
    release: row.number,
    previous: row.previous,
    published: isoTime(row.publishedAt),
    entries,
    change: entries - (deps.release(row.previous)?.lists.general?.entries ?? 0),
    identity: row.lists.general?.identity ?? "",
    manifestSha256: row.manifestSha256,
  };
}

/** The decisions that wait for a senior officer, as part of a batch above the limits. */
export function heldDecisions({ held }: Pick<ReleasesDeps, "held">): z.output<typeof HeldDecision>[] {
  return held(MOST_HELD).map(({ order, kind, at, actor: by, reasons, added, removed }) => {
    return { order, kind, at: isoTime(at), by, reasons, added, removed };
  });
}

export function policyView({ rollback, proposal }: Policy): z.output<typeof PolicySchema> {
  return {
    rollback:
      rollback === null
        ? null
        : {
            to: rollback.to,
            by: rollback.by,
            second: rollback.second,
            at: isoTime(rollback.at),
            reasons: rollback.reasons,
          },
    proposal:
      proposal === null
        ? null
        : {
            kind: proposal.kind,
            to: proposal.kind === "rollback" ? proposal.to : null,
            by: proposal.by,
            at: isoTime(proposal.at),
            reasons: proposal.reasons,
          },
  };
}

export function publishedView(outcome: PublishOutcome): z.output<typeof Published> {
  if (outcome.kind === "unchanged")
    return { outcome: "unchanged", release: outcome.release, entries: null, added: null, removed: null };
  const { row, extent } = outcome;
  const entries = row.lists.general?.entries ?? 0;
  return { outcome: "published", release: row.number, entries, added: extent.added, removed: extent.removed };
}
