import type { ReleaseRow } from "../../storage/releases.ts";
import { serialOf } from "./serial.ts";

export type Zone = {
  /** Without the final dot. Short: every name on the list stands below it. */
  readonly apex: string;
  /** A name that is on no list and answers TXT with the release, by which a resolver can be asked what it has. */
  readonly sentinel: string;
  /** Seconds after which a secondary that can no longer ask the primary drops the zone. */
  readonly expire?: number;
};

export const DEFAULT_ZONE: Zone = { apex: "rpz.hifazat", sentinel: "hifazat-sentinel.example" };

/** The name of the zone that holds what came lately; see recent.ts. Beside the zone, not below it: listed names stand there. */
export const recentApex = (apex: string): string => `recent-${apex}`;

/**
 * It has a sentinel of its own: that of the whole zone tells when all of a release is in force. It is dropped soon by who
 * cannot have it any more: what is blocked stands in the whole zone, and nothing that was taken off may stay in this one.
 */
export const recentZone = ({ apex, sentinel }: Zone): Zone => ({
  apex: recentApex(apex),
  sentinel: `recent.${sentinel}`,
  expire: 600,
});

/** The list that goes into the zone. Never the sealed one: whoever may transfer a zone reads every name in it. */
export const ZONE_LIST = "general";

/** Seconds. What resolvers' clients may keep a blocked answer: unblocking is never slower than that. */
export const TTL = "60";
/** Seconds, refresh and retry: the net below a lost NOTIFY, one small question each time. */
const ASK_EVERY = 10;
/** Seconds: an old list is better than none, for a week. */
const EXPIRE = 604_800;

/** A record as knotd's control socket takes it: the owner relative to the apex, `@` for the apex itself. */
export type ZoneRecord = { readonly owner: string; readonly type: string; readonly data: string };

/** NXDOMAIN, in the language of response policy zones. */
export const blocked = (owner: string): ZoneRecord => ({ owner, type: "CNAME", data: "." });

export function soaRecord({ apex, expire = EXPIRE }: Zone, release: number): ZoneRecord {
  const times = `${ASK_EVERY} ${ASK_EVERY} ${expire} ${TTL}`;
  const data = `localhost. hostmaster.${apex}. ${serialOf(release)} ${times}`;
  return { owner: "@", type: "SOA", data };
}

/** The records that no entry makes, but for the SOA: they tell which release and which list the zone holds. */
export function markRecords(zone: Zone, release: ReleaseRow): ZoneRecord[] {
  return [
    { owner: "@", type: "NS", data: "localhost." },
    { owner: zone.sentinel, type: "TXT", data: `"hifazat ${ZONE_LIST} ${release.number}"` },
    { owner: identityOwner(zone), type: "TXT", data: `"sha256 ${identityOf(release)}"` },
  ];
}

/**
 * Where the zone names the SHA-256 of the list it was made from. A registry that was restored from a backup numbers its
 * next releases like some that were lost: by the serial alone such a zone would look current.
 */
export const identityOwner = ({ sentinel }: Zone): string => `identity.${sentinel}`;

export const identityOf = ({ lists }: ReleaseRow): string => lists[ZONE_LIST]?.identity ?? "";
