import { HifazatError } from "../../core/errors.ts";
import type { ListName } from "../../core/list-name.ts";
import type { SourceInput } from "../../core/source/draft-source.ts";
import type { Source } from "../../core/source/source.ts";
import { recentFetches, waitingFetch } from "../../storage/sources/fetches.ts";
import { findSource, listSources } from "../../storage/sources/sources.ts";
import { discardWaiting, lookAtWaiting, releaseWaiting } from "./decide-waiting.ts";
import type { SourcePorts } from "./ports.ts";
import { addSource, changeSource, enableSource, fetchSoon } from "./register.ts";

type Decision = { readonly fetch: number; readonly reasons: string };

/** Everything officers do with sources, bound to what it works with: for the API's routes. */
export function createSourceDesk(ports: SourcePorts) {
  const { db } = ports;
  const seen = (source: Source, fetches: number) => ({
    source,
    fetches: recentFetches(db, source.id, fetches),
    waiting: waitingFetch(db, source.id)?.id ?? null,
  });
  return {
    sources: (list: ListName, organisation: string | null) =>
      listSources(db)
        .filter((source) => source.list === list && (organisation === null || source.organisation === organisation))
        .map((source) => seen(source, 1)),
    /** Throws `not_found` for one of the other list, or of another organisation when one is named. */
    source(list: ListName, name: string, organisation: string | null, fetches: number) {
      const source = findSource(db, name);
      if (source.list === list && (organisation === null || source.organisation === organisation))
        return seen(source, fetches);
      throw new HifazatError("not_found", `There is no source ${name}.`);
    },
    addSource: (input: SourceInput, organisation: string | null, by: string) =>
      addSource(ports, input, organisation, by),
    changeSource: (input: SourceInput, by: string) => changeSource(ports, input, by),
    enableSource: (name: string, enabled: boolean, by: string) => enableSource(ports, name, enabled, by),
    fetchSoon: (name: string, by: string) => fetchSoon(ports, name, by),
    lookAtWaiting: (source: Source, reason: string | null, by: string) => lookAtWaiting(ports, source, reason, by),
    async releaseWaiting(source: Source, decision: Decision, by: string) {
      const taken = await releaseWaiting(ports, source, decision, by);
      // Nothing is kept aside a second time on a person's word.
      if (taken.kind !== "applied") throw new Error(`a released list was ${taken.kind}`);
      return taken;
    },
    discardWaiting: (source: Source, decision: Decision, by: string) => discardWaiting(ports, source, decision, by),
  };
}
