import { z } from "@hono/zod-openapi";
import type { Happened } from "../../core/order/fold.ts";
import { MAX_NAMED_ITEMS } from "../../core/order/held.ts";
import { ORDER_STATES, type OrderRecord, type Upload } from "../../core/order/order.ts";
import { SCOPES } from "../../core/target/target.ts";
import { isoTime, isoTimeOrNull } from "../iso-time.ts";
import { json, Problem } from "../problem-schema.ts";
import type { Item, ItemsDeps, Verdict } from "./deps.ts";

export const OUTCOMES = ["accepted", "held", "refused", "duplicate", "skipped", "removed"] as const;
const Time = z.string().openapi({ format: "date-time" });
const Text = z.string().max(500);
export const Reasons = z.string().max(4_000).openapi({ description: "In writing: kept, and shown in the record" });
export const Digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "is not a SHA-256 in hexadecimal")
  .openapi({ description: "`digest` of the order as it was reviewed" });
export const ItemNumbers = z.array(z.int().min(1)).min(1).max(MAX_NAMED_ITEMS);
/** The public id of an order. */
export const OrderId = z.string().regex(/^o\d{1,15}$/, "is no order's id, such as o12");
export const OrderPath = z.object({ id: OrderId.openapi({ param: { name: "id", in: "path" }, example: "o12" }) });

export const NewOrder = z
  .strictObject({
    authority: Text.openapi({ example: "PTA" }),
    number: Text.openapi({ example: "PTA/2026/17", description: "As the authority wrote it" }),
    requestedBy: Text.optional().openapi({ description: "Who asked for the block; the authority when absent" }),
    law: Text.optional().openapi({
      description: "A law other than the configured one (PECA 2016); then `provision` is needed",
    }),
    ground: Text.openapi({ example: "decency" }),
    provision: Text.optional(),
    category: Text.openapi({ example: "decency" }),
    urgency: z.enum(["normal", "emergency"]).default("normal"),
  })
  .openapi("NewOrder");

const Counts = z.object(
  Object.fromEntries(OUTCOMES.map((outcome) => [outcome, z.int()])) as Record<(typeof OUTCOMES)[number], z.ZodInt>,
);
const UploadSchema = z
  .object({
    number: z.int(),
    source: z.object({ name: z.string(), sha256: z.string(), format: z.string(), charset: z.string(), bytes: z.int() }),
    first: z.int(),
    last: z.int(),
    digest: z.string(),
    counts: Counts,
  })
  .openapi("OrderUpload");
const HeldWhich = z
  .union([z.enum(["none", "all"]), ItemNumbers])
  .openapi({ description: "`all`: every held item that is not decided otherwise" });

export const Order = z
  .object({
    id: z.string(),
    state: z.enum(ORDER_STATES),
    list: z.enum(["general", "sealed"]),
    organisation: z.string().nullable(),
    authority: z.string(),
    number: z.string(),
    requestedBy: z.string(),
    law: z.string(),
    ground: z.string(),
    provision: z.string(),
    category: z.string(),
    urgency: z.enum(["normal", "emergency"]),
    reviewAt: Time,
    expiresAt: Time,
    digest: z.string().openapi({ description: "Of terms and items; an approval names it, an edit changes it" }),
    counts: Counts,
    uploads: z.array(UploadSchema),
    authors: z.array(z.string()),
    createdAt: Time,
    submittedBy: z.string().nullable(),
    approvedBy: z.string().nullable(),
    seniorBy: z.string().nullable(),
    reasons: z.string().nullable(),
    decidedAt: Time.nullable(),
    held: z.object({ accepted: HeldWhich, rejected: HeldWhich, by: z.array(z.string()) }),
    emergency: z.enum(["unconfirmed", "confirmed"]).nullable(),
    proposal: z
      .object({ kind: z.enum(["withdraw", "extend"]), by: z.string(), at: Time, reasons: z.string() })
      .catchall(z.unknown())
      .nullable(),
  })
  .openapi("Order");

const Importing = z.object({ stage: z.enum(["receiving", "waiting", "judging"]), items: z.int() });
export const OrderDetail = Order.extend({
  importing: z.array(Importing).openapi({ description: "Uploads under way" }),
  events: z.array(z.object({ at: Time, actor: z.string(), kind: z.string() }).catchall(z.unknown())),
}).openapi("OrderDetail");
export const Orders = z
  .object({ orders: z.array(Order), next: z.string().nullable().openapi({ description: "`before` of the next page" }) })
  .openapi("Orders");

const TargetSchema = z.object({ scope: z.enum(SCOPES), value: z.string() });
export const ItemRow = z
  .object({
    item: z.int(),
    line: z.int(),
    text: z.string(),
    outcome: z.enum(OUTCOMES),
    code: z.string().nullable(),
    reason: z.string().nullable(),
    notes: z.string().nullable(),
    target: TargetSchema.nullable(),
  })
  .openapi("OrderItem");
export const Items = z
  .object({
    items: z.array(ItemRow),
    next: z.int().nullable().openapi({ description: "`after` of the next page; a page can be empty and have one" }),
  })
  .openapi("OrderItems");
const VerdictFields = {
  lines: z.int(),
  ignored: z.record(z.string(), z.int()),
  codes: z.record(z.string(), z.int()),
};
export const Added = z
  .object({
    already: z.boolean().openapi({ description: "This very file is in the order already: nothing was written" }),
    upload: UploadSchema,
    order: Order,
    ...z.object(VerdictFields).partial().shape,
  })
  .openapi("ItemsAdded");
export const Checked = z
  .object({
    source: z.object({ name: z.string(), sha256: z.string(), format: z.string(), bytes: z.int() }),
    counts: Counts,
    ...VerdictFields,
    rows: z.array(ItemRow),
  })
  .openapi("ItemsChecked");
export const Removed = z.object({ removed: z.int(), order: Order }).openapi("ItemsRemoved");
export const Reviewed = z
  .object({ order: Order, entries: z.int().openapi({ description: "How many came onto the list, or went" }) })
  .openapi("OrderReviewed");
export const CollateralPage = z
  .object({
    items: z.array(
      z.object({
        item: ItemRow,
        listed: z.object({ count: z.int(), first: z.array(TargetSchema) }),
        guarded: z.object({ count: z.int(), names: z.array(z.string()) }),
        narrower: TargetSchema,
      }),
    ),
    scanned: z.int(),
    next: z.int().nullable(),
  })
  .openapi("OrderCollateral");

const content = { "application/problem+json": { schema: Problem } };
/** What order routes refuse beside what the guard does. */
export const orderProblems = {
  404: { description: "`order_unknown`", content },
  409: { description: "`order_state`, `digest_mismatch`, `cleared_since`, `conflict`", content },
  422: { description: "`order_incomplete`, `category_unknown`, `ground_unknown`, `file_…`", content },
} as const;
export const uploadProblems = {
  413: { description: "`too_large`", content },
  415: { description: "`unsupported_media_type`", content },
} as const;
export const answers = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: json(schema) },
  ...orderProblems,
});

export function orderView(record: OrderRecord): z.output<typeof Order> {
  const { list, reviewAt, expiresAt, ...terms } = record.terms;
  const end = record.term ?? { reviewAt, expiresAt };
  const { held, proposal } = record;
  return {
    id: `o${record.id}`,
    state: record.state,
    list,
    organisation: record.organisation,
    ...terms,
    reviewAt: isoTime(end.reviewAt),
    expiresAt: isoTime(end.expiresAt),
    digest: record.digest,
    counts: record.counts,
    uploads: record.uploads.map(uploadView),
    authors: [...record.authors],
    createdAt: isoTime(record.createdAt),
    submittedBy: record.submittedBy,
    approvedBy: record.approvedBy,
    seniorBy: record.seniorBy,
    reasons: record.reasons,
    decidedAt: isoTimeOrNull(record.decidedAt),
    held: { accepted: which(held.accepted), rejected: which(held.rejected), by: [...held.by] },
    emergency: record.emergency,
    proposal: proposal === null ? null : { ...withTimes(proposal), ...proposalHead(proposal) },
  };
}

const proposalHead = ({ kind, by, at, reasons }: NonNullable<OrderRecord["proposal"]>) => ({
  kind,
  by,
  at: isoTime(at),
  reasons,
});

const which = (decision: OrderRecord["held"]["accepted"]): "none" | "all" | number[] =>
  decision.kind === "some" ? [...decision.items] : decision.kind;

export const uploadView = (upload: Upload): z.output<typeof UploadSchema> => ({ ...upload });

/** An event as the timeline shows it: times in ISO form, and of an upload only what it was. */
export function eventView({ at, actor, event }: Happened) {
  return { ...withTimes(event), at: isoTime(at), actor, kind: event.kind };
}

const TIMES = new Set(["reviewAt", "expiresAt", "emergencyUntil"]);
function withTimes(value: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, member]): [string, unknown] => {
      if (typeof member === "number" && TIMES.has(key)) return [key, isoTime(member)];
      const nested = typeof member === "object" && member !== null && !Array.isArray(member);
      return [key, nested ? withTimes(member) : member];
    }),
  );
}

export function itemView(item: Item, explain: ItemsDeps["explain"]): z.output<typeof ItemRow> {
  const { seq, line, text, outcome, code, notes, target } = item;
  const explained = code === null || outcome === "duplicate" ? null : explain(code);
  return { item: seq, line, text, outcome, code, reason: explained, notes, target };
}

export const verdictView = ({ lines, ignored, codes }: Verdict) => ({ lines, ignored, codes });
