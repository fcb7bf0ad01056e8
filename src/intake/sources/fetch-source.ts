import { rm } from "node:fs/promises";
import { HifazatError } from "../../core/errors.ts";
import type { QuarantineCode } from "../../core/source/outcome.ts";
import { type Source, sourceReference } from "../../core/source/source.ts";
import { queueNotice } from "../../storage/cases/notices.ts";
import { transaction } from "../../storage/database.ts";
import { insertFetch } from "../../storage/sources/fetches.ts";
import { claimSource, sourceById, updateSource } from "../../storage/sources/sources.ts";
import { fetchBody } from "./fetch-body.ts";
import { refuseOutsideMandate } from "./mandate.ts";
import type { SourcePorts } from "./ports.ts";
import { settleGone } from "./settle-gone.ts";
import { supersede } from "./supersede.ts";
import type { Taken } from "./take-body.ts";

export type FetchResult =
  | { readonly kind: "unchanged"; readonly removed: number }
  | Taken
  /** Somebody else fetches it at this moment. */
  | { readonly kind: "busy" }
  | { readonly kind: "failed"; readonly code: string; readonly detail: string | null };

/** How long judging and applying may take beside the fetch itself until others may try, in seconds. */
const LEASE = 900;
const RETRY = 600;

/**
 * Fetches one source and does what follows from it. What goes wrong is the result, kept in the record of its fetches, and
 * nothing of the list changes.
 */
export async function fetchSource(ports: SourcePorts, { id }: Pick<Source, "id">, by: string): Promise<FetchResult> {
  const { db, now, nextRun } = ports;
  const source = sourceById(db, id);
  if (!claimSource(db, id, now(), now() + source.bounds.seconds + LEASE)) return { kind: "busy" };
  // Before anything can go wrong: what kills the process must not do so again every minute.
  updateSource(db, id, { nextAt: nextRun(source.schedule) ?? now() + RETRY });
  try {
    const result = await attempt(ports, source, by);
    if (result.kind === "quarantined" && !result.again) tellDesk(ports, source, result.code);
    return result;
  } catch (error) {
    if (!(error instanceof HifazatError)) throw error;
    const { code, message } = error;
    const detail = code === "source_unreachable" ? message : null;
    insertFetch(db, { sourceId: id, at: now(), by, outcome: "failed", code, detail });
    return { kind: "failed", code, detail };
  } finally {
    updateSource(db, id, { busyUntil: 0 });
  }
}

async function attempt(ports: SourcePorts, source: Source, by: string): Promise<FetchResult> {
  const { db, take, periods } = ports;
  refuseOutsideMandate(db, source);
  const fetched = await fetchBody(source, ports);
  if (fetched.kind === "unchanged") return unchanged(ports, source, source.validators, by);
  const { body } = fetched;
  let kept = false;
  try {
    if (body.flaw === null && body.sha256 === source.applied?.sha256)
      return unchanged(ports, source, body.validators, by);
    const taken = await take({ source: source.id, body, by, periods, released: null });
    kept = taken.kind === "quarantined" && taken.kept;
    return taken;
  } finally {
    if (!kept) await rm(body.path, { force: true });
  }
}

/** The list is as it was applied; removals that could not be proposed then may be possible now. */
function unchanged(
  { db, now }: SourcePorts,
  source: Source,
  validators: Source["validators"],
  by: string,
): FetchResult {
  const at = now();
  return transaction(db, () => {
    const removed = settleGone(db, source, at);
    supersede(db, source, null);
    updateSource(db, source.id, { succeededAt: at, ...validators });
    insertFetch(db, { sourceId: source.id, at, by, outcome: "unchanged", removed });
    return { kind: "unchanged", removed };
  });
}

function tellDesk({ db, seal, deskMail, now }: SourcePorts, source: Source, code: QuarantineCode): void {
  const notice = { template: "source_quarantined", reference: sourceReference(source), code } as const;
  for (const to of deskMail[source.list]) queueNotice(db, seal, { to, language: "en", notice }, now());
}
