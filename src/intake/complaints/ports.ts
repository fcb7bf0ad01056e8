import type { Clocks } from "../../core/clock/clock.ts";
import type { Random } from "../../core/complaint/reference.ts";
import type { Limits } from "../../storage/accounts/limits.ts";
import type { BodyMail } from "../../storage/cases/notices.ts";
import type { Seal } from "../../storage/cases/seal.ts";
import type { Db } from "../../storage/database.ts";
import type { ProofOfWork } from "./proof-of-work.ts";

/** What taking in complaints and appeals works with. */
export type IntakePorts = {
  readonly db: Db;
  readonly seal: Seal;
  readonly limits: Limits;
  readonly proof: ProofOfWork;
  readonly clocks: Clocks;
  readonly bodyMail: BodyMail;
  readonly random: Random;
  /** Seconds since the epoch. */
  readonly now: () => number;
};

/** What the parts that wait for nobody need of it. */
export type ReceivingPorts = Omit<IntakePorts, "limits" | "proof">;
