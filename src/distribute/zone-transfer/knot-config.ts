import { recentApex } from "./zone.ts";

export type KnotOptions = {
  readonly apex: string;
  /** Addresses to answer on, `ADDR@PORT`. */
  readonly listen: readonly string[];
  /** Where the control socket `knot.sock` is made. */
  readonly rundir: string;
  /** For the zone file and the journal. */
  readonly storage: string;
  /** Whom knotd becomes after binding its ports, `user:group`; stays who it is when undefined. */
  readonly user: string | undefined;
  readonly log: "syslog" | "stderr";
};

export const DEBIAN: Omit<KnotOptions, "apex" | "listen"> = {
  rundir: "/run/knot",
  storage: "/var/lib/knot",
  user: "knot:knot",
  log: "syslog",
};

/** knotd's configuration as a hidden primary of the list, to be imported once (`knotc conf-import`). Keys come later. */
export function knotConfiguration({ apex, listen, rundir, storage, user, log }: KnotOptions): string {
  return `server:
    rundir: "${rundir}"
${user === undefined ? "" : `    user: "${user}"\n`}    listen: [ ${listen.join(", ")} ]

control:
    listen: knot.sock
    # Seconds of silence after which a feed that hangs makes way for others.
    timeout: 60

# Every transfer is in the log of "zone": who has which list. Not "control": it would log a line for every record.
log:
  - target: ${log}
    server: info
    zone: info
    control: warning

database:
    storage: "${storage}"

zone:
${[apex, recentApex(apex)].map((name) => zoneConfiguration(name, storage)).join("")}`;
}

const zoneConfiguration = (apex: string, storage: string): string => `  - domain: ${apex}.
    storage: "${storage}"
    file: "${apex}.zone"
    # The whole zone is written to its file once, by the first feed; changes stay in the journal.
    zonefile-load: whole
    zonefile-sync: -1
    journal-content: changes
    # The default is 20: after 20 releases secondaries would fetch the whole zone again.
    journal-max-depth: 10000
    journal-max-usage: 1G
`;
