import { HifazatError } from "../../core/errors.ts";
import { type DraftedSource, draftSource, type SourceInput } from "../../core/source/draft-source.ts";
import { type Source, sourceReference } from "../../core/source/source.ts";
import { type Db, transaction } from "../../storage/database.ts";
import { appendAudit } from "../../storage/log.ts";
import { findSource, insertSource, updateSource } from "../../storage/sources/sources.ts";
import { charsetLabel } from "../charset.ts";
import { refuseOutsideMandate } from "./mandate.ts";
import type { SourcePorts } from "./ports.ts";

type Ports = Pick<SourcePorts, "db" | "now" | "nextRun" | "loopback" | "usual">;

/** Makes a source, which is fetched soon and then on its schedule. Refuses what lies outside its partner's mandate. */
export function addSource(ports: Ports, input: SourceInput, organisation: string | null, by: string): Source {
  const { db, now } = ports;
  const { settings, list } = drafted(ports, input);
  return transaction(db, () => {
    const organisationId = refuseOutsideMandate(db, { organisation, order: settings.order });
    const made = insertSource(db, { settings, list, organisationId, createdAt: now(), createdBy: by });
    record(db, made, "added", by, now(), { organisation, ...recorded(settings) });
    return made;
  });
}

/** Gives a source other settings in place of those it has; its list is read anew the next time. */
export function changeSource(ports: Ports, input: SourceInput, by: string): Source {
  const { db, now } = ports;
  const { settings, list } = drafted(ports, input);
  return transaction(db, () => {
    const before = findSource(db, settings.name);
    if (list !== before.list || settings.order.category !== before.order.category)
      throw new HifazatError("bad_request", "A source keeps its category: add another one.");
    // No body has this digest, so the next one is read by the new settings; what was applied still bounds it.
    const anew = before.applied === null ? {} : { appliedSha256: "" };
    updateSource(db, before.id, { settings, nextAt: now(), etag: null, lastModified: null, ...anew });
    record(db, before, "changed", by, now(), recorded(settings));
    return findSource(db, settings.name);
  });
}

/** A disabled source is not fetched; what it brought stands. */
export function enableSource({ db, now }: Ports, name: string, enabled: boolean, by: string): Source {
  return transaction(db, () => {
    const source = findSource(db, name);
    if (source.enabled === enabled) return source;
    updateSource(db, source.id, { enabled, nextAt: now() });
    record(db, source, enabled ? "enabled" : "disabled", by, now(), {});
    return findSource(db, name);
  });
}

/** Has it fetched by the serving registry within a minute, whatever its schedule. */
export function fetchSoon({ db, now }: Ports, name: string, by: string): Source {
  return transaction(db, () => {
    const source = findSource(db, name);
    if (!source.enabled) throw new HifazatError("source_state", "The source is disabled: enable it first.");
    updateSource(db, source.id, { nextAt: now() });
    record(db, source, "called", by, now(), {});
    return findSource(db, name);
  });
}

function drafted({ now, nextRun, loopback, usual }: Ports, input: SourceInput) {
  const isSchedule = (text: string): boolean => nextRun(text) !== undefined;
  const draft: DraftedSource = draftSource(input, { isSchedule, loopback: loopback === true, now: now(), usual });
  if (draft.kind === "refusal") throw new HifazatError(draft.code, draft.message);
  charsetLabel(draft.settings.file.charset);
  return draft;
}

/** The address can hold a key to the list, so the log has its host only. */
const recorded = ({ url, hosts, schedule, file, bounds, order }: Source | ReturnType<typeof drafted>["settings"]) => ({
  ...{ host: new URL(url).host, hosts, schedule, file, bounds, order },
});

function record(db: Db, source: Source, what: string, by: string, at: number, detail: object): void {
  appendAudit(db, { at, actor: by, action: `source.${what}`, subject: `source:${sourceReference(source)}`, detail });
}
