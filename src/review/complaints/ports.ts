import type { Clocks } from "../../core/clock/clock.ts";
import type { ListName } from "../../core/list-name.ts";
import type { BodyMail } from "../../storage/cases/notices.ts";
import type { Seal } from "../../storage/cases/seal.ts";
import type { Db } from "../../storage/database.ts";

/** What working on complaints and appeals goes with. */
export type CasePorts = {
  readonly db: Db;
  readonly seal: Seal;
  readonly clocks: Clocks;
  /** How long a case stays with whoever took it, in seconds. */
  readonly lockSeconds: number;
  /** Mail addresses of each desk, for clocks that run out. They are told references, never addresses. */
  readonly deskMail: Readonly<Record<ListName, readonly string[]>>;
  readonly bodyMail: BodyMail;
};
