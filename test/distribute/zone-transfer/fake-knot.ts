import { HifazatError } from "../../../src/core/errors.ts";
import type { Command, Control } from "../../../src/distribute/zone-transfer/control.ts";
import type { Unit } from "../../../src/distribute/zone-transfer/units.ts";

/**
 * One zone as strict as knotd's: a record that is there cannot be set, one that is not cannot be unset, and nothing is
 * seen before the commit. `fault` can refuse any command.
 */
export class FakeZone implements Control {
  /** `owner type data`, without the SOA. */
  records = new Set<string>();
  serial: number | undefined;
  pending: { records: Set<string>; serial: number | undefined } | undefined;
  readonly commands: string[] = [];
  fault: (cmd: string) => string | undefined = () => undefined;

  async call(command: Command): Promise<Unit[]> {
    this.#check(command.cmd);
    switch (command.cmd) {
      case "zone-status":
        return [
          { type: "serial", data: this.serial === undefined ? "-" : String(this.serial) },
          { type: "transaction", data: this.pending === undefined ? "-" : "open" },
        ];
      case "zone-begin":
        if (this.pending !== undefined) throw refused("too many transactions");
        this.pending = { records: new Set(this.records), serial: this.serial };
        return [];
      case "zone-abort":
        if (this.pending === undefined) throw refused("no active transaction");
        this.pending = undefined;
        return [];
      case "zone-commit":
        if (this.pending === undefined) throw refused("no active transaction");
        this.records = this.pending.records;
        this.serial = this.pending.serial;
        this.pending = undefined;
        return [];
      case "zone-read":
        if (command.type === "SOA") return [{ data: `localhost. hostmaster. ${this.serial} 1 1 1 1` }];
        return this.#at(command.owner ?? "", command.type ?? "");
      case "zone-flush":
        return [];
      default:
        throw refused("unknown command");
    }
  }

  async callEach(cmd: string, units: Iterable<Unit>): Promise<number> {
    let count = 0;
    for (const { owner, type, data = "" } of units) {
      this.#check(cmd);
      count++;
      if (this.pending === undefined) throw refused("no active transaction");
      const record = `${owner} ${type} ${data}`;
      if (type === "SOA") this.pending.serial = Number(data.split(" ")[2]);
      else if (cmd === "zone-set") {
        if (this.pending.records.has(record)) throw refused("such record already exists in zone");
        this.pending.records.add(record);
      } else if (!this.pending.records.delete(record)) throw refused("no such record in zone found");
    }
    return count;
  }

  async *read({ zone = "" }: Command): AsyncGenerator<Unit> {
    yield { owner: `${zone}.`, ttl: "60", type: "SOA", data: "…" };
    for (const record of this.records) {
      const [owner = "", type = "", ...data] = record.split(" ");
      const absolute = owner === "@" ? `${zone}.` : `${owner}.${zone}.`;
      yield { owner: absolute, ttl: "60", type, data: data.join(" ") };
    }
  }

  async close(): Promise<void> {}

  #at(owner: string, type: string): Unit[] {
    const found = [...this.records].filter((record) => record.startsWith(`${owner} ${type} `));
    if (found.length === 0) throw refused("no such node in zone found");
    return found.map((record) => ({ data: record.slice(owner.length + type.length + 2) }));
  }

  #check(cmd: string): void {
    this.commands.push(cmd);
    const fault = this.fault(cmd);
    if (fault !== undefined) throw refused(fault);
  }
}

/** knotd with a zone, and with the one of what came lately, to which all commands for that go. */
export class FakeKnot extends FakeZone {
  readonly recent = new FakeZone();

  override call(command: Command): Promise<Unit[]> {
    return isRecent(command) ? this.recent.call(command) : super.call(command);
  }

  override callEach(cmd: string, units: Iterable<Unit>): Promise<number> {
    const all = [...units];
    return all.some(isRecent) ? this.recent.callEach(cmd, all) : super.callEach(cmd, all);
  }

  override read(command: Command): AsyncGenerator<Unit> {
    return isRecent(command) ? this.recent.read(command) : super.read(command);
  }
}

const isRecent = ({ zone = "" }: Unit): boolean => zone.startsWith("recent-");
const refused = (error: string) => new HifazatError("zone_refused", error, { details: { error } });

/** The owners of the records that block. */
export const ownersInZone = ({ records }: FakeZone): string[] =>
  [...records]
    .filter((record) => record.endsWith(" CNAME ."))
    .map((record) => record.slice(0, -" CNAME .".length))
    .sort();
