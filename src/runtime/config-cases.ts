import { resolve } from "node:path";
import { z } from "zod";
import { CATEGORIES, type CategorySlug } from "../core/category.ts";
import { CLOCK_NAMES, type ClockName, type Clocks, DEFAULT_CLOCKS } from "../core/clock/clock.ts";
import { DEFAULT_HELPLINES, HELPLINE_NUMBER, type Helpline } from "../core/helpline.ts";
import type { ListName } from "../core/list-name.ts";
import { REFERRAL_BODIES, type ReferralBody } from "../core/referral/referral.ts";
import { type SecretPlace, secretPlace } from "./config-secret.ts";

const address = z.email("no mail address");
const helplineName = z.string().regex(/\S/, "no name").max(100);
const HOUR = 3_600;

const clock = (name: ClockName) =>
  z
    .strictObject({
      hours: z
        .number()
        .positive()
        .max(24 * 3_650)
        .default(DEFAULT_CLOCKS[name].limit / HOUR),
      /** The share of the time after which the desk is told, before it is too late. */
      warn_at: z.number().gt(0).lt(1).default(DEFAULT_CLOCKS[name].warning),
    })
    .prefault({});

/** The tables of hifazat.toml about complaints, appeals and messages. */
export const casesTables = {
  clocks: z
    .strictObject(
      Object.fromEntries(CLOCK_NAMES.map((name) => [name, clock(name)])) as Record<ClockName, ReturnType<typeof clock>>,
    )
    .prefault({}),
  cases: z
    .strictObject({
      /** How long a case that an officer took is kept from others. */
      lock_minutes: z.number().positive().max(1_440).default(30),
      /** The page where people follow their case up, for messages. */
      follow_page: z.url({ protocol: /^https?$/, error: "no http(s) address" }).optional(),
      /** Who is told of clocks that run out, at either desk. */
      desk_mail: z.array(address).default([]),
      sealed_desk_mail: z.array(address).default([]),
    })
    .prefault({}),
  /** Mail addresses of the bodies that cases are passed to. */
  bodies: z.partialRecord(z.enum(REFERRAL_BODIES), address).prefault({}),
  mail: z
    .strictObject({
      host: z.string().min(1),
      port: z.int().min(1).max(65_535),
      security: z.enum(["tls", "starttls", "none"]).default("starttls"),
      from: z.string().min(3),
      user: z.string().min(1).optional(),
      /** One of the two, with `user`. */
      password_file: z.string().min(1).optional(),
      password_env: z.string().min(1).optional(),
    })
    .superRefine(({ user, password_file, password_env, security, host }, context) => {
      const passwords = [password_file, password_env].filter((each) => each !== undefined).length;
      if (passwords !== (user === undefined ? 0 : 1))
        context.addIssue({ code: "custom", message: "user goes with password_file or password_env, one of them" });
      if (security === "none" && !["localhost", "127.0.0.1", "::1"].includes(host))
        context.addIssue({ code: "custom", path: ["security"], message: "`none` is for a server on this machine" });
    })
    .optional(),
  /** Whom people are told to call; those that are named here stand in place of the ones that ship. */
  helpline: z
    .array(
      z.strictObject({
        number: z.string().regex(HELPLINE_NUMBER, "no number to dial: digits, spaces and hyphens"),
        name: helplineName,
        name_ur: helplineName,
        child: z.boolean().default(false),
      }),
    )
    .min(1)
    .max(10)
    .refine((lines) => lines.some(({ child }) => child), "one of them has to be for children: child = true")
    .optional(),
  mailbox: z
    .strictObject({
      /** Relative to the data folder. */
      folder: z.string().min(1),
      category: z
        .enum(CATEGORIES.map(({ slug }) => slug) as [CategorySlug, ...CategorySlug[]])
        .default("miscellaneous"),
    })
    .optional(),
};

const tables = z.strictObject(casesTables);
type Tables = z.output<typeof tables>;

/** What of complaints, appeals and messages is configuration. */
export type CasesConfig = {
  readonly clocks: Clocks;
  readonly lockSeconds: number;
  readonly followPage: string | null;
  readonly deskMail: Readonly<Record<ListName, readonly string[]>>;
  readonly bodyMail: Readonly<Partial<Record<ReferralBody, string>>>;
  readonly helplines: readonly Helpline[];
  /** Null: messages wait in the outbox. */
  readonly smtp: {
    readonly host: string;
    readonly port: number;
    readonly security: "tls" | "starttls" | "none";
    readonly from: string;
    readonly user: string | null;
    readonly password: SecretPlace | null;
  } | null;
  readonly mailbox: { readonly folder: string; readonly category: CategorySlug } | null;
};

export function casesConfig({ clocks, cases, bodies, helpline, mail, mailbox }: Tables, base: string): CasesConfig {
  const rules = CLOCK_NAMES.map((name) => {
    const { hours, warn_at } = clocks[name];
    return [name, { limit: Math.round(hours * HOUR), warning: warn_at }];
  });
  return {
    clocks: Object.fromEntries(rules) as Clocks,
    lockSeconds: Math.round(cases.lock_minutes * 60),
    followPage: cases.follow_page ?? null,
    deskMail: { general: cases.desk_mail, sealed: cases.sealed_desk_mail },
    bodyMail: bodies,
    helplines:
      helpline?.map(({ number, name, name_ur, child }) => ({ number, name: { en: name, ur: name_ur }, child })) ??
      DEFAULT_HELPLINES,
    smtp:
      mail === undefined
        ? null
        : {
            host: mail.host,
            port: mail.port,
            security: mail.security,
            from: mail.from,
            user: mail.user ?? null,
            password: secretPlace(mail.password_file, mail.password_env, base) ?? null,
          },
    mailbox: mailbox === undefined ? null : { folder: resolve(base, mailbox.folder), category: mailbox.category },
  };
}
