import { z } from "@hono/zod-openapi";
import type { ErrorCode } from "../../core/errors.ts";
import { FILE_FORMATS } from "../../core/file-format.ts";
import { FETCH_OUTCOMES, sourceReason } from "../../core/source/outcome.ts";
import type { Source, SourceFetch } from "../../core/source/source.ts";
import { Time } from "../accounts/session-schema.ts";
import { isoTime, isoTimeOrNull } from "../iso-time.ts";
import { json, Problem, problems } from "../problem-schema.ts";
import type { SeenSource } from "./deps.ts";

const text = (most: number) => z.string().min(1).max(most);
const column = text(200).nullable();

const FileSchema = z
  .strictObject({
    format: z.enum(FILE_FORMATS),
    charset: text(40).openapi({ example: "utf-8" }),
    finalNewline: z.enum(["required", "any"]),
    scope: z.enum(["domain", "host"]).openapi({ description: "What a bare name covers" }),
    column: column.openapi({ description: "CSV, JSON lines: where the address stands, by name or number" }),
    delimiter: z.string().length(1).nullable(),
    agencies: column.openapi({ description: "A worst-of list: the column with the agencies; each row needs two" }),
  })
  .openapi("SourceFile");
const BoundsSchema = z
  .strictObject({
    least: z.int().openapi({ description: "Fewer names are not this list" }),
    most: z.int(),
    shrink: z.number().openapi({ description: "Share of the names of the last applied body" }),
    growth: z.number(),
    bytes: z.int().openapi({ description: "The largest body, unpacked" }),
    seconds: z.int().openapi({ description: "The longest fetch" }),
  })
  .openapi("SourceBounds");
const OrderSchema = z
  .strictObject({
    authority: text(500),
    requestedBy: text(500).optional(),
    law: text(500).optional(),
    ground: text(500).openapi({ example: "public-order" }),
    provision: text(500).optional(),
    category: text(100).openapi({ example: "hate-speech" }),
  })
  .openapi("SourceOrder");

const SETTINGS = {
  title: text(200).optional(),
  url: text(2_000).openapi({ example: "https://lists.example/blocked.txt" }),
  hosts: z.array(text(260)).min(1).max(20).optional(),
  schedule: text(100).optional().openapi({ description: "cron, UTC", example: "13 * * * *" }),
  file: FileSchema.partial().optional(),
  bounds: BoundsSchema.partial().optional(),
  order: OrderSchema,
};
export const SourceName = text(100).openapi({ example: "fia-list" });
export const NewSource = z
  .strictObject({
    name: SourceName,
    organisation: text(100).nullable().default(null).openapi({ description: "The partner whose list it is" }),
    ...SETTINGS,
  })
  .openapi("NewSource");
export const ChangedSource = z.strictObject(SETTINGS).openapi("ChangedSource");
export const SourceState = z.strictObject({ enabled: z.boolean() }).openapi("SourceState");
export const SourceDecision = z
  .strictObject({ fetch: z.int().min(1), reasons: z.string().max(4_000) })
  .openapi("SourceDecision", { description: "`fetch` names the body that was looked at" });

const FetchSchema = z
  .object({
    id: z.int(),
    at: Time,
    by: z.string(),
    outcome: z.enum(FETCH_OUTCOMES),
    code: z.string().nullable(),
    reason: z.string().nullable().openapi({ description: "The code in words" }),
    detail: z.string().nullable(),
    sha256: z.string().nullable(),
    bytes: z.int().nullable(),
    order: z.string().nullable(),
    added: z.int(),
    removed: z.int(),
    decidedBy: z.string().nullable(),
    decidedAt: Time.nullable(),
    reasons: z.string().nullable(),
  })
  .openapi("SourceFetch");
const SourceSchema = z
  .object({
    name: z.string(),
    title: z.string(),
    list: z.enum(["general", "sealed"]),
    organisation: z.string().nullable(),
    url: z.string(),
    hosts: z.array(z.string()),
    schedule: z.string(),
    file: FileSchema,
    bounds: BoundsSchema,
    order: OrderSchema.required(),
    enabled: z.boolean(),
    createdAt: Time,
    createdBy: z.string(),
    nextAt: Time,
    succeededAt: Time.nullable().openapi({ description: "Last applied, or seen to be unchanged" }),
    applied: z.object({ names: z.int(), at: Time }).nullable(),
  })
  .openapi("Source");
export const SeenSourceSchema = z
  .object({
    source: SourceSchema,
    fetches: z.array(FetchSchema),
    waiting: z.int().nullable().openapi({ description: "The fetch whose body waits for a decision" }),
  })
  .openapi("SeenSource");
export const Sources = z.object({ sources: z.array(SeenSourceSchema) }).openapi("Sources");
export const SourceView = SourceSchema;
export const WaitingBody = z
  .object({
    fetch: FetchSchema,
    text: z.string(),
    whole: z.boolean().openapi({ description: "False: the text is the beginning of it" }),
  })
  .openapi("WaitingBody");
export const Released = z
  .object({ order: z.string().nullable(), added: z.int(), removed: z.int() })
  .openapi("ReleasedBody");

const content = { "application/problem+json": { schema: Problem } };
export const sourceProblems = {
  ...problems(404),
  409: { description: "`conflict`, `source_state`", content },
  422: {
    description: "`source_host`, `order_incomplete`, `category_unknown`, `ground_unknown`, `file_…`",
    content,
  },
} as const;

export function sourceView(source: Source): z.output<typeof SourceSchema> {
  const { name, title, list, organisation, url, hosts, schedule, file, bounds, order, enabled, createdBy } = source;
  return {
    ...{ name, title, list, organisation, url, hosts: [...hosts], schedule, file, bounds, order, enabled, createdBy },
    createdAt: isoTime(source.createdAt),
    nextAt: isoTime(source.nextAt),
    succeededAt: isoTimeOrNull(source.succeededAt),
    applied: source.applied === null ? null : { names: source.applied.names, at: isoTime(source.applied.at) },
  };
}

export function fetchView(fetch: SourceFetch): z.output<typeof FetchSchema> {
  const { id, by, outcome, code, detail, sha256, bytes, order, added, removed, decidedBy, reasons } = fetch;
  const reason = code === null ? null : sourceReason(code as ErrorCode);
  return {
    ...{ id, by, outcome, code, reason, detail, sha256, bytes, order, added, removed, decidedBy, reasons },
    at: isoTime(fetch.at),
    decidedAt: isoTimeOrNull(fetch.decidedAt),
  };
}

export const seenView = ({ source, fetches, waiting }: SeenSource): z.output<typeof SeenSourceSchema> => ({
  source: sourceView(source),
  fetches: fetches.map(fetchView),
  waiting,
});

export const sourceAnswers = <T extends z.ZodType>(schema: T, description: string) =>
  ({ 200: { description, content: json(schema) }, ...sourceProblems }) as const;
