import { z } from "@hono/zod-openapi";
import { HifazatError } from "../../core/errors.ts";
import { FILE_FORMATS, type FileFormat } from "../../core/file-format.ts";
import { mediaType } from "../body.ts";
import { isoTime } from "../iso-time.ts";
import type { Incoming } from "./deps.ts";

/** In bytes. */
const MOST_BYTES = 512 * 1024 * 1024;

export type FileType = { readonly wrapping: Incoming["wrapping"]; readonly format?: FileFormat };
const LINES: FileType = { wrapping: "lines" };
const CSV: FileType = { wrapping: "lines", format: "csv" };
const JSONL: FileType = { wrapping: "lines", format: "jsonl" };
const JSON_TYPE: FileType = { wrapping: "json" };
const XLSX: FileType = { wrapping: "xlsx" };

/** What each media type is, as far as it says so. */
const TYPES: Readonly<Record<string, FileType>> = {
  "text/plain": LINES,
  "text/csv": CSV,
  "application/x-ndjson": JSONL,
  "application/jsonl": JSONL,
  "application/json": JSON_TYPE,
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": XLSX,
};

const column = z.string().min(1).max(200).optional();

/** How the sender describes the file; all of it may be left to be found out, except the charset. */
export const Description = {
  name: z
    .string()
    .max(200)
    .regex(/^[^\u0000-\u001f\u007f]*$/, "holds a control character")
    .default("upload"),
  format: z.enum(FILE_FORMATS).optional(),
  charset: z.string().max(40).optional().openapi({ example: "windows-1251" }),
  finalNewline: z.enum(["required", "any"]).default("any"),
  scope: z.enum(["domain", "host"]).default("domain").openapi({ description: "What a bare name covers" }),
  column: column.openapi({ description: "CSV, XLSX: the column with the address, by name or number" }),
  delistedColumn: column.openapi({ description: "The column with the delisting date; such rows are skipped" }),
  delimiter: z.string().length(1).optional(),
};
/** A file's description by itself, as a form gives it. */
export const Described = z.object(Description);
type Described = z.output<typeof Described>;

const binary = { schema: z.string().openapi({ format: "binary" }) };

/** The `body` of a route that takes items. */
export const itemsBody = {
  required: true,
  content: {
    "text/plain": { schema: z.string().openapi({ example: "casino.example\nhttps://news.example/fake\n" }) },
    "text/csv": { schema: z.string() },
    "application/x-ndjson": { schema: z.string() },
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": binary,
  },
} as const;

/** The request's body as a stream. Throws `unsupported_media_type` and, when its length says so, `too_large`. */
export function incoming(request: Request, described: Described, now: number): Incoming {
  const type = TYPES[mediaType(request)];
  if (type === undefined)
    throw new HifazatError(
      "unsupported_media_type",
      `Items come as ${Object.keys(TYPES).join(", ")}; what a PDF names is asked of …/suggestions, and confirmed.`,
    );
  if (Number(request.headers.get("content-length") ?? 0) > MOST_BYTES)
    throw new HifazatError("too_large", `An upload has at most ${MOST_BYTES} bytes.`);
  return incomingOf(request.body ?? empty(), type, described, now);
}

/** What the end of a file's name says of it; lines of text of whatever format when it says nothing. */
export function typeOfName(name: string): FileType {
  const end = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  const types: Readonly<Record<string, FileType>> = {
    csv: CSV,
    jsonl: JSONL,
    ndjson: JSONL,
    json: JSON_TYPE,
    xlsx: XLSX,
  };
  return types[end] ?? LINES;
}

export function incomingOf(body: Incoming["body"], type: FileType, described: Described, now: number): Incoming {
  const { name, format = type.format, charset, finalNewline, scope, delimiter } = described;
  const target = reference(described.column);
  const delisted = reference(described.delistedColumn);
  const declared = {
    ...(format !== undefined && { format }),
    ...(charset !== undefined && { charset }),
    finalNewline,
    scope,
    csv: {
      ...(target !== undefined && { target }),
      ...(delisted !== undefined && { delisted: { column: delisted, today: isoTime(now).slice(0, 10) } }),
      ...(delimiter !== undefined && { delimiter }),
    },
    jsonl: { ...(described.column !== undefined && { field: described.column }) },
  };
  return { body, name, wrapping: type.wrapping, declared };
}

const reference = (text: string | undefined): string | number | undefined =>
  text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : text;

async function* empty(): AsyncGenerator<Uint8Array> {}
