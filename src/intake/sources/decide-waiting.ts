import { open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { refuseAnyAddress } from "../../core/complaint/mentions.ts";
import { HifazatError } from "../../core/errors.ts";
import { type Source, sourceReference } from "../../core/source/source.ts";
import { transaction } from "../../storage/database.ts";
import { appendAudit } from "../../storage/log.ts";
import { updateFetch, type Waiting, waitingBodies, waitingFetch } from "../../storage/sources/fetches.ts";
import { claimSource, updateSource } from "../../storage/sources/sources.ts";
import type { SourcePorts } from "./ports.ts";
import type { Taken } from "./take-body.ts";

type Ports = Pick<SourcePorts, "db" | "folder" | "now" | "take" | "periods">;

/** Bytes of a body that are shown to whoever decides. */
const SHOWN = 65_536;
/** How long a release may take until others may fetch, in seconds. */
const LEASE = 900;

/** The beginning of the body that waits. Who looks at a sealed one says why, and the audit log has it. */
export async function lookAtWaiting(
  { db, folder, now }: Ports,
  source: Source,
  reason: string | null,
  by: string,
): Promise<{ readonly waiting: Waiting; readonly text: string; readonly whole: boolean }> {
  const waiting = waitingOf({ db }, source);
  if (source.list === "sealed") {
    if (reason === null || reason.trim() === "")
      throw new HifazatError("order_incomplete", "Say why you look at a sealed list.");
    refuseAnyAddress(reason);
    note({ db }, source, "revealed", by, now(), { fetch: waiting.id, reason });
  }
  const bytes = await beginning(join(folder, waiting.body));
  return { waiting, text: new TextDecoder().decode(bytes.subarray(0, SHOWN)), whole: bytes.length <= SHOWN };
}

/** A person lets the body that waits in, outside its bounds though it is: it becomes a drafted order like any other. */
export async function releaseWaiting(
  { db, folder, now, take, periods }: Ports,
  source: Source,
  { fetch, reasons }: { readonly fetch: number; readonly reasons: string },
  by: string,
): Promise<Taken> {
  const { id, body, bytes, sha256 } = waitingOf({ db }, source, fetch);
  needReasons(source, reasons);
  if (!claimSource(db, source.id, now(), now() + LEASE))
    throw new HifazatError("conflict", "The source is being fetched: try again in a moment.");
  try {
    const path = join(folder, body);
    await beginning(path);
    const validators = { etag: null, lastModified: null };
    const whole = { path, sha256: sha256 ?? "", bytes: bytes ?? 0, validators, flaw: null };
    return await take({ source: source.id, body: whole, by, periods, released: { fetch: id, reasons } });
  } finally {
    updateSource(db, source.id, { busyUntil: 0 });
  }
}

/** A person throws the body away; the list stays as it is. */
export function discardWaiting(
  { db, now }: Ports,
  source: Source,
  { fetch, reasons }: { readonly fetch: number; readonly reasons: string },
  by: string,
): void {
  needReasons(source, reasons);
  transaction(db, () => {
    const { id } = waitingOf({ db }, source, fetch);
    updateFetch(db, id, { outcome: "discarded", decidedBy: by, decidedAt: now(), reasons, body: null });
    note({ db }, source, "discarded", by, now(), { fetch: id, reasons });
  });
}

/** Removes bodies that no decision waits for: of what was decided, and of fetches that died. `now` in seconds. */
export async function clearBodies({ db, folder, now }: Ports): Promise<void> {
  const waiting = new Set(waitingBodies(db));
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const path = join(folder, name);
    const written = await stat(path).catch(() => undefined);
    // One that is being received, or judged, is in no row yet.
    if (written === undefined || waiting.has(name) || written.mtimeMs / 1_000 > now() - 2 * LEASE) continue;
    await rm(path, { force: true });
  }
}

function waitingOf({ db }: Pick<Ports, "db">, source: Source, fetch?: number): Waiting {
  const waiting = waitingFetch(db, source.id);
  if (waiting === undefined || (fetch !== undefined && waiting.id !== fetch))
    throw new HifazatError("source_state", "This body does not wait for a decision.");
  return waiting;
}

/** One byte more than is shown, to tell whether that is all. */
async function beginning(path: string): Promise<Uint8Array> {
  const file = await open(path).catch((cause: unknown) => {
    throw new HifazatError("source_state", "The body is no longer on the disk: discard it.", { cause });
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SHOWN + 1), 0, SHOWN + 1, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** They go into the audit log, which more people read than may know what a sealed list names. */
function needReasons({ list }: Source, reasons: string): void {
  if (reasons.trim() === "") throw new HifazatError("order_incomplete", "A decision needs written reasons.");
  if (list === "sealed") refuseAnyAddress(reasons);
}

function note({ db }: Pick<Ports, "db">, source: Source, what: string, by: string, at: number, detail: object): void {
  appendAudit(db, { at, actor: by, action: `source.${what}`, subject: `source:${sourceReference(source)}`, detail });
}
