import type { DefaultLaw } from "../../core/ground.ts";
import type { ListName } from "../../core/list-name.ts";
import type { Periods } from "../../core/order/period.ts";
import type { Seal } from "../../storage/cases/seal.ts";
import type { Db } from "../../storage/database.ts";
import type { FetchPorts } from "./fetch-body.ts";
import type { BodyWork, Taken } from "./take-body.ts";

export type SourcePorts = FetchPorts & {
  readonly db: Db;
  /** For messages to the desks. */
  readonly seal: Seal;
  readonly deskMail: Readonly<Record<ListName, readonly string[]>>;
  readonly periods: Periods;
  /** The law of orders that name none; PECA when absent. */
  readonly usual?: DefaultLaw | undefined;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** When a cron expression comes next after now, in seconds since the epoch; undefined when it is none. */
  readonly nextRun: (schedule: string) => number | undefined;
  /** Judges and applies a body, in a server on another thread. */
  readonly take: (work: BodyWork) => Promise<Taken>;
};
