import { randomBytes, randomInt } from "node:crypto";
import { join } from "node:path";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { CasesDeps } from "../api/cases/deps.ts";
import { createPublicCases } from "../api/cases/public.ts";
import { caseRoutes } from "../api/cases/staff.ts";
import type { Observer } from "../api/deps.ts";
import type { GuardDeps } from "../api/guard.ts";
import { staffApi } from "../api/staff.ts";
import type { DefaultLaw } from "../core/ground.ts";
import type { Periods } from "../core/order/period.ts";
import { deliverNotices } from "../distribute/mail/deliver.ts";
import { smtpSender } from "../distribute/mail/smtp.ts";
import { createAppealIntake } from "../intake/appeals/appeal-intake.ts";
import { importMail } from "../intake/complaints/import-mail.ts";
import { createComplaintIntake } from "../intake/complaints/intake.ts";
import { createProofOfWork } from "../intake/complaints/proof-of-work.ts";
import { createAppealDesk } from "../review/appeals/appeal-desk.ts";
import { settleAppeals } from "../review/appeals/settle-appeals.ts";
import { createComplaintDesk, type DeskPorts } from "../review/complaints/desk.ts";
import { escalateDue } from "../review/complaints/escalate.ts";
import { settleOrdered } from "../review/complaints/settle-ordered.ts";
import type { CasesConfig } from "../runtime/config-cases.ts";
import type { Job } from "../runtime/jobs.ts";
import type { Limits } from "../storage/accounts/limits.ts";
import { onTimeRates } from "../storage/cases/on-time.ts";
import { createSeal } from "../storage/cases/seal.ts";
import { openSealedKey, SEALED_KEY_FILE } from "../storage/cases/sealed-key.ts";
import type { Db } from "../storage/database.ts";
import { readSecret } from "./read-secret.ts";

export type CasesParts = {
  readonly db: Db;
  /** The data folder, for the key. */
  readonly data: string;
  readonly limits: Limits;
  readonly periods: Periods;
  readonly usual: DefaultLaw;
  readonly settings: CasesConfig;
  /** The guards as configured, with what was cleared by now. */
  readonly judge: DeskPorts["judge"];
  /** Seconds since the epoch. */
  readonly now: () => number;
};

/** Complaints and appeals of a serving registry. Makes the key of the cases when there is none yet. */
export function openCases({ db, data, limits, periods, usual, settings, judge, now }: CasesParts) {
  const { clocks, lockSeconds, deskMail, bodyMail } = settings;
  const seal = createSeal(openSealedKey(db, join(data, SEALED_KEY_FILE), randomBytes), randomBytes);
  const proof = createProofOfWork(seal.proofSecret, limits, now, (least, most) => randomInt(least, most + 1));
  const intake = { db, seal, limits, proof, clocks, bodyMail, random: randomBytes, now };
  const cases = { db, seal, clocks, lockSeconds, deskMail, bodyMail, now };
  const settling = settlingJob(cases);
  return {
    /** Adds its routes: the public's, and those of the desks; gives what both can do, for the pages. */
    mount(app: OpenAPIHono, guard: GuardDeps, observe: Observer) {
      const complaints = createComplaintIntake(intake);
      const appeals = createAppealIntake(intake);
      const desks: CasesDeps = {
        complaints: createComplaintDesk({ ...cases, periods, usual, judge }),
        appeals: createAppealDesk({ ...cases, clearanceSeconds: periods.clearance }),
        clocks: { onTime: (from, until) => onTimeRates(db, from, until, now()) },
      };
      app.route("/", createPublicCases({ ...guard, observe, complaints, appeals, helplines: settings.helplines }));
      app.route("/", staffApi({ ...guard, observe }, caseRoutes(desks)));
      return { desks, complaints, appeals };
    },
    /** One of the jobs, to be begun after each release as well: nobody is to wait for its next round. */
    settling,
    jobs: [settling, ...mailJobs(cases, intake, settings)],
    /** For what else writes to the desks. */
    seal,
  };
}

type Cases = Parameters<typeof escalateDue>[0] & Pick<CasesParts, "now">;

function settlingJob({ now, ...cases }: Cases): Job {
  return {
    // A complainant who sees that the address is blocked should not be told that somebody still decides.
    name: "clocks and settled cases",
    schedule: "*/10 * * * * *",
    run: async () => {
      const ended = settleOrdered(cases, now()) + settleAppeals(cases, now());
      const told = escalateDue(cases, now());
      return ended + told === 0 ? undefined : `${ended} cases settled, ${told} clocks told`;
    },
  };
}

function mailJobs({ db, seal, now }: Cases, intake: Parameters<typeof importMail>[0], settings: CasesConfig): Job[] {
  const { smtp, followPage, mailbox } = settings;
  const jobs: Job[] = [];
  if (smtp !== null) {
    // Read at the start: a registry that cannot send what it owes people should say so then.
    const password = smtp.password === null ? null : readSecret("The password of [mail]", smtp.password);
    const send = smtpSender({ ...smtp, password });
    jobs.push({
      name: "mail",
      schedule: "* * * * *",
      run: async () => {
        const { sent, postponed, givenUp } = await deliverNotices({ db, seal, send, now, followPage });
        if (sent + postponed + givenUp === 0) return undefined;
        return `${sent} messages sent, ${postponed} postponed, ${givenUp} given up`;
      },
    });
  }
  if (mailbox !== null)
    jobs.push({
      name: "complaints by mail",
      schedule: "*/5 * * * *",
      run: async () => {
        const { received, again, unread } = await importMail(intake, mailbox.folder, mailbox.category);
        if (received.length + again + unread === 0) return undefined;
        return `${received.length} complaints received by mail, ${again} known, ${unread} for a person to read`;
      },
    });
  return jobs;
}
