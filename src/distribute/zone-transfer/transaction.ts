import { HifazatError } from "../../core/errors.ts";
import type { ReleaseRow } from "../../storage/releases.ts";
import type { Control } from "./control.ts";
import type { Edits } from "./edits.ts";
import { serialOf } from "./serial.ts";
import type { Unit } from "./units.ts";
import { soaRecord, TTL, type Zone, type ZoneRecord } from "./zone.ts";
import { readSerial, type ZoneState } from "./zone-state.ts";

/** Milliseconds that knotd may work on a whole zone without a word: two million records take it four seconds here. */
const COMMIT_MS = 300_000;

/**
 * Makes one transaction of the edits and the release's SOA. knotd keeps it apart until the commit, and forgets it when it
 * dies. Whatever fails, it is aborted, and the zone is as it was.
 */
export async function commitEdits(
  control: Control,
  zone: Zone,
  release: ReleaseRow,
  edits: Edits,
  state: ZoneState,
): Promise<{ set: number; unset: number }> {
  // Crash window: a feed that died here left its transaction open, and knotd would add ours to it.
  if (state.open) await control.call({ cmd: "zone-abort", zone: zone.apex });
  await control.call({ cmd: "zone-begin", zone: zone.apex });
  const done = await fill().catch(abort);
  const serial = await readSerial(control, zone);
  if (serial !== serialOf(release.number))
    throw new HifazatError("zone_refused", `The zone was committed with serial ${serial}, not ${release.number}.`);
  // Into an empty zone: it is in no journal yet, so a knotd that dies now would start without it.
  if (state.serial === undefined) await control.call({ cmd: "zone-flush", zone: zone.apex, flags: "FB" }, COMMIT_MS);
  return done;

  async function fill(): Promise<{ set: number; unset: number }> {
    const unset = await control.callEach("zone-unset", unitsOf(edits.unset));
    const set = await control.callEach("zone-set", unitsOf(edits.set));
    await control.callEach("zone-set", unitsOf([soaRecord(zone, release.number)]));
    await control.call({ cmd: "zone-commit", zone: zone.apex }, COMMIT_MS);
    return { set, unset };
  }

  async function abort(error: unknown): Promise<never> {
    // When the connection is what failed, the next feed finds the transaction open and aborts it.
    await control.call({ cmd: "zone-abort", zone: zone.apex }).catch(() => {});
    throw error;
  }

  function* unitsOf(records: Iterable<ZoneRecord>): Generator<Unit> {
    for (const { owner, type, data } of records) yield { zone: zone.apex, owner, ttl: TTL, type, data };
  }
}
