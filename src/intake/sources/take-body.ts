import { type ErrorCode, HifazatError } from "../../core/errors.ts";
import { decide } from "../../core/order/decide.ts";
import type { OrderRecord, OrderTerms } from "../../core/order/order.ts";
import type { Periods } from "../../core/order/period.ts";
import { draftTerms } from "../../core/order/terms.ts";
import { judgeSize } from "../../core/source/judge-size.ts";
import { isQuarantineCode, type QuarantineCode, sourceReason } from "../../core/source/outcome.ts";
import { type Source, sourceActor, sourceReference } from "../../core/source/source.ts";
import { type Db, transaction } from "../../storage/database.ts";
import { type StagedItems, stageItems } from "../../storage/items.ts";
import { appendAudit } from "../../storage/log.ts";
import { appendOrderEvent, createOrder, takeUpload } from "../../storage/orders.ts";
import { insertFetch, updateFetch } from "../../storage/sources/fetches.ts";
import { knownMarks, markGone, type StagedMarks, stageMarks } from "../../storage/sources/marks.ts";
import { sourceById, updateSource } from "../../storage/sources/sources.ts";
import { type AskGuard, openJudge } from "../judge.ts";
import type { Body } from "./fetch-body.ts";
import { refuseOutsideMandate } from "./mandate.ts";
import { quarantine } from "./quarantine.ts";
import { declaredFile, type ReadList, readList } from "./read-list.ts";
import { settleGone } from "./settle-gone.ts";
import { supersede } from "./supersede.ts";

/** A body, and on whose word it is taken: a value, because another thread takes the large ones. */
export type BodyWork = {
  readonly source: number;
  readonly body: Body;
  readonly by: string;
  readonly periods: Periods;
  /** The quarantined fetch that a person lets in, whatever the bounds say; null for one that has just come. */
  readonly released: { readonly fetch: number; readonly reasons: string } | null;
};

export type Taken =
  | { readonly kind: "applied"; readonly order: string | null; readonly added: number; readonly removed: number }
  /** `kept`: the file is needed. `again`: one with the same fault waits already, so that people know. */
  | { readonly kind: "quarantined"; readonly code: QuarantineCode; readonly kept: boolean; readonly again: boolean };

/**
 * Judges a body and, when it is this source's list, makes a drafted order of what is new and proposes the removal of what is
 * gone, in one transaction. Otherwise it is kept aside. The file stays; the caller removes it unless it is kept aside.
 * Throws, for a released body, the code for which it still cannot be read, and `outside_mandate` or `suspended`.
 */
export async function takeBody(db: Db, guard: AskGuard, work: BodyWork, now: number): Promise<Taken> {
  const source = sourceById(db, work.source);
  const { released, body } = work;
  if (released === null && body.flaw !== null) return quarantine(db, source, work, body.flaw, null, now);
  const staged = stageItems(db);
  const before = source.applied?.names ?? null;
  const known = knownMarks(db, source.id);
  const read = await readBody(source, work, known, guard, staged);
  if (typeof read === "string") {
    if (isQuarantineCode(read) && released === null) return quarantine(db, source, work, read, null, now);
    throw new HifazatError(read, `The body cannot be taken: ${sourceReason(read)}.`);
  }
  const size = released === null ? judgeSize(source.bounds, read.names, before) : undefined;
  if (size !== undefined) {
    const detail = source.list === "sealed" ? null : `${read.names} names, ${before ?? "none"} before`;
    return quarantine(db, source, work, size, detail, now);
  }
  const marks = stageMarks(db, read.fresh);
  return transaction(db, () => apply(db, source, work, { ...read, known, staged, marks }, now));
}

/** The code when it is no list. */
async function readBody(
  source: Source,
  { body, released }: BodyWork,
  known: ReadonlySet<string>,
  guard: AskGuard,
  staged: StagedItems,
): Promise<ReadList | ErrorCode> {
  const declared = declaredFile(source.file, source.name);
  // Who lets a cut body in has seen that; its last line is held like any other that may be cut.
  const asDeclared = released === null ? declared : { ...declared, finalNewline: "any" as const };
  try {
    return await readList(body.path, asDeclared, known, openJudge(guard), staged);
  } catch (error) {
    if (error instanceof HifazatError && error.code.startsWith("file_")) return error.code;
    throw error;
  }
}

type Read = ReadList & {
  readonly known: ReadonlySet<string>;
  readonly staged: StagedItems;
  readonly marks: StagedMarks;
};

function apply(db: Db, source: Source, work: BodyWork, read: Read, now: number): Taken {
  const { id } = source;
  const { body, by, released } = work;
  const present = sourceById(db, id);
  if (present.applied?.sha256 !== source.applied?.sha256)
    throw new HifazatError("conflict", "Another body of this source was applied meanwhile: try again.");
  refuseOutsideMandate(db, present);
  const { sha256, bytes } = body;
  const fetch = released?.fetch ?? insertFetch(db, { sourceId: id, at: now, by, outcome: "applied", sha256, bytes });
  const counts = read.staged.counts();
  // Lines that could never be blocked make no order by themselves; they are in the next one that has others.
  const order = counts.accepted + counts.held === 0 ? null : makeOrder(db, present, work, read, fetch, now);
  read.marks.moveTo(id, order?.id ?? null);
  const gone = [...read.known].filter((mark) => !read.listed.has(mark));
  markGone(db, id, gone, (mark) => read.listed.has(mark), now);
  const removed = settleGone(db, present, now);
  const added = counts.accepted + counts.held;
  supersede(db, present, released?.fetch ?? null);
  const decided = released === null ? {} : { decidedBy: by, decidedAt: now, reasons: released.reasons, body: null };
  const outcome = released === null ? "applied" : "released";
  updateFetch(db, fetch, { outcome, orderId: order?.id ?? null, added, removed, ...decided });
  updateSource(db, id, {
    ...{ succeededAt: now, appliedSha256: sha256, appliedNames: read.names, appliedAt: now },
    ...body.validators,
  });
  const reference = order === null ? null : `o${order.id}`;
  const numbers = source.list === "sealed" ? {} : { added, removed };
  const reasons = released === null ? {} : { reasons: released.reasons };
  const detail = { fetch, order: reference, sha256, ...numbers, ...reasons };
  appendAudit(db, {
    at: now,
    actor: by,
    action: `source.${outcome}`,
    subject: `source:${sourceReference(present)}`,
    detail,
  });
  return { kind: "applied", order: reference, added, removed };
}

function makeOrder(
  db: Db,
  source: Source,
  { body, periods }: BodyWork,
  { facts, staged }: Read,
  fetch: number,
  now: number,
): OrderRecord {
  const actor = sourceActor(source);
  const created = createOrder(db, termsOf(source, fetch, periods, now), source.organisation, actor, now);
  const { name, file } = source;
  const origin = { name, sha256: body.sha256, format: facts.format, charset: file.charset, bytes: body.bytes };
  const edit = takeUpload(created, staged, origin);
  const decision = decide(created, { kind: "edit", edit }, actor, now);
  if (decision.kind === "refusal") throw new HifazatError(decision.code, decision.message);
  return appendOrderEvent(db, created.id, created, { at: now, actor, event: decision.event }).record;
}

/** A number of its own for each body: `fia-list/12`. */
function termsOf({ name, order }: Source, fetch: number, periods: Periods, now: number): OrderTerms {
  const drafted = draftTerms({ ...order, number: `${name}/${fetch}` }, now, periods);
  if (drafted.kind === "refusal") throw new HifazatError(drafted.code, drafted.message);
  return drafted.terms;
}
