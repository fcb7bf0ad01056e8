import { basename } from "node:path";
import type { QuarantineCode } from "../../core/source/outcome.ts";
import { type Source, sourceReference } from "../../core/source/source.ts";
import { type Db, transaction } from "../../storage/database.ts";
import { appendAudit } from "../../storage/log.ts";
import { insertFetch, waitingFetch } from "../../storage/sources/fetches.ts";
import { supersede } from "./supersede.ts";
import type { BodyWork, Taken } from "./take-body.ts";

/** Keeps a body aside for a person. The same one again is not told again; another takes the place of the one that waits. */
export function quarantine(
  db: Db,
  source: Source,
  { body, by }: Pick<BodyWork, "body" | "by">,
  code: QuarantineCode,
  detail: string | null,
  now: number,
): Taken {
  return transaction(db, () => {
    const waiting = waitingFetch(db, source.id);
    if (waiting?.sha256 === body.sha256 && waiting.code === code)
      return { kind: "quarantined", code, kept: false, again: true };
    supersede(db, source, null);
    const { path, sha256, bytes } = body;
    const kept = { sourceId: source.id, at: now, by, outcome: "quarantined", code, detail, sha256, bytes } as const;
    const fetch = insertFetch(db, { ...kept, body: basename(path) });
    appendAudit(db, {
      at: now,
      actor: by,
      action: "source.quarantined",
      subject: `source:${sourceReference(source)}`,
      detail: { fetch, code, sha256 },
    });
    return { kind: "quarantined", code, kept: true, again: waiting?.code === code };
  });
}
