import { HifazatError } from "../../core/errors.ts";
import type { ReleaseRow } from "../../storage/releases.ts";
import { isNewer, serialOf } from "./serial.ts";
import { identityOf } from "./zone.ts";
import type { ZoneState } from "./zone-state.ts";

export type Step =
  | { readonly kind: "current" | "loaded" | "compared" }
  | { readonly kind: "changed"; readonly from: ReleaseRow };

/** Decides from what the zone says of itself. A delta only from a release that is known and had this very list. */
export function nextStep(
  { serial, identity }: Pick<ZoneState, "serial" | "identity">,
  release: ReleaseRow,
  rowOf: (release: number) => ReleaseRow | undefined,
): Step {
  if (serial === undefined) return { kind: "loaded" };
  if (serial === serialOf(release.number)) {
    if (identity === identityOf(release)) return { kind: "current" };
    throw ahead(serial, release, "under the same number it holds another list");
  }
  if (!isNewer(serialOf(release.number), serial)) throw ahead(serial, release, "secondaries would not follow it back");
  const from = rowOf(serial);
  return from !== undefined && identity === identityOf(from) && from.watermark <= release.watermark
    ? { kind: "changed", from }
    : { kind: "compared" };
}

function ahead(serial: number, release: ReleaseRow, why: string): HifazatError {
  return new HifazatError(
    "zone_ahead",
    `The zone has serial ${serial} and the newest release is ${release.number}; ${why}. Was the registry restored from a ` +
      'backup? Publish ("hifazat publish --force") until its number is above the serial, then feed again.',
    { details: { serial, release: release.number } },
  );
}
