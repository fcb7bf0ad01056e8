import { HifazatError } from "../../core/errors.ts";
import type { Control } from "./control.ts";
import type { Unit } from "./units.ts";
import { identityOwner, type Zone } from "./zone.ts";

/** What a zone says of itself. */
export type ZoneState = {
  /** Undefined when the zone is empty. */
  readonly serial: number | undefined;
  /** The SHA-256 of the list it was made from, if it says so. */
  readonly identity: string | undefined;
  /** A transaction is open: of a feed that died, because feeds lock each other out. */
  readonly open: boolean;
};

/** Throws `zone_refused` when knotd has no such zone; `configured` is the apex by which its configuration is made. */
export async function readZoneState(control: Control, zone: Zone, configured = zone.apex): Promise<ZoneState> {
  const status = await control.call({ cmd: "zone-status", zone: zone.apex }).catch(explainMissing);
  const field = (type: string) => status.find((unit) => unit.type === type)?.data;
  const serial = Number.parseInt(field("serial") ?? "", 10);
  const open = field("transaction") === "open";
  if (Number.isNaN(serial)) return { serial: undefined, identity: undefined, open };
  return { serial, identity: await readIdentity(control, zone), open };

  function explainMissing(error: unknown): never {
    if (!isRefusal(error, "no such zone found")) throw error;
    const hint = `make its configuration with "hifazat zone config --apex ${configured}"`;
    throw new HifazatError("zone_refused", `Knot DNS has no zone ${zone.apex}: ${hint}`, { cause: error });
  }
}

/** The serial that knotd serves now. */
export async function readSerial(control: Control, { apex }: Zone): Promise<number | undefined> {
  const [soa] = await control.call({ cmd: "zone-read", zone: apex, owner: "@", type: "SOA" });
  const serial = soa?.data?.split(" ")[2];
  return serial === undefined ? undefined : Number(serial);
}

async function readIdentity(control: Control, zone: Zone): Promise<string | undefined> {
  let records: Unit[];
  try {
    records = await control.call({ cmd: "zone-read", zone: zone.apex, owner: identityOwner(zone), type: "TXT" });
  } catch (error) {
    if (isRefusal(error, "no such node in zone found")) return undefined;
    throw error;
  }
  return /^"sha256 ([0-9a-f]{64})"$/.exec(records[0]?.data ?? "")?.[1];
}

export function isRefusal(error: unknown, text: string): boolean {
  return error instanceof HifazatError && error.code === "zone_refused" && error.details?.error === text;
}
