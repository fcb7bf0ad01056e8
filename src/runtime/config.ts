import { readFileSync } from "node:fs";
import { join } from "node:path";
import { validate } from "node-cron";
import { parse, TomlError } from "smol-toml";
import { z } from "zod";
import { positionOf } from "../core/config/positions.ts";
import { HifazatError } from "../core/errors.ts";
import { type DefaultLaw, PECA } from "../core/ground.ts";
import { GUARD_KINDS, type GuardKind } from "../core/guard/guard-kind.ts";
import { DAY, DEFAULT_PERIODS, type Periods } from "../core/order/period.ts";
import { type CasesConfig, casesConfig, casesTables } from "./config-cases.ts";
import { type SecretPlace, secretPlace } from "./config-secret.ts";

/** The configuration file of a registry, in its data folder. Every key has a default; an unknown key is an error. */
export const CONFIG_FILE = "hifazat.toml";

const days = (seconds: number) =>
  z
    .number()
    .positive()
    .max(3650)
    .default(seconds / DAY);

const lawText = z
  .string()
  .regex(/^[^\u0000-\u001f\u007f]*\S[^\u0000-\u001f\u007f]*$/, "no text in one line")
  .max(500);

const schema = z
  .strictObject({
    /** Files (relative to the data folder) or URLs beside the small defaults that ship: one name a line, or MISP JSON. */
    guard: z.partialRecord(z.enum(GUARD_KINDS), z.array(z.string().min(1))).prefault({}),
    batch: z
      .strictObject({
        /** Share of the list, and number of entries, above which a release waits for a senior officer: the larger counts. */
        share: z.number().min(0).max(1).default(0.005),
        floor: z.int().min(0).default(2000),
      })
      .prefault({}),
    general: z
      .strictObject({
        /** Whether the public list's files (not lookups) are for subscribers with a token only. */
        restricted: z.boolean().default(false),
      })
      .prefault({}),
    site: z
      .strictObject({
        /** Where staff reach this registry, https://NAME. Without it they can sign in on this machine only. */
        origin: z.string().optional(),
      })
      .prefault({}),
    publish: z
      .strictObject({
        /** When a serving registry publishes what was decided, as cron writes it, in UTC. */
        schedule: z.string().refine(validate, "no cron expression").default("*/15 * * * *"),
      })
      .prefault({}),
    /** S3-compatible stores (R2, S3, MinIO) that get everything that is published, beside this disk. */
    store: z
      .array(
        z.strictObject({
          name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, "lower-case letters, digits and -"),
          /** https://HOST, without the bucket; http on this machine only. */
          endpoint: z.string().refine(isSafeEndpoint, "https://HOST, or http:// on this machine"),
          bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,62}$/, "no name of a bucket"),
          region: z.string().min(1).default("auto"),
          /** Before every key, such as "hifazat/". */
          prefix: z
            .string()
            .regex(/^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*$/, 'must end in "/"')
            .default(""),
          access_key_id: z.string().min(1),
          /** One of the two: a file (relative to the data folder) or an environment variable. */
          secret_file: z.string().min(1).optional(),
          secret_env: z.string().min(1).optional(),
        }),
      )
      .refine((stores) => new Set(stores.map(({ name }) => name)).size === stores.length, "two stores have one name")
      .default([]),
    periods: z
      .strictObject({
        expiry_days: days(DEFAULT_PERIODS.expiry),
        review_days: days(DEFAULT_PERIODS.review),
        clearance_days: days(DEFAULT_PERIODS.clearance),
      })
      .prefault({}),
    law: z
      .strictObject({
        /** The law whose grounds orders stand on that name no other, and its provision. */
        name: lawText.default(PECA.law),
        provision: lawText.default(PECA.provision),
      })
      .prefault({}),
    ...casesTables,
  })
  .prefault({});

/** A store as configured; its secret is read when it is opened, so that nothing else needs it. */
export type StoreConfig = {
  readonly name: string;
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secret: SecretPlace;
};

export type Config = {
  readonly guard: Readonly<Partial<Record<GuardKind, readonly string[]>>>;
  readonly batch: { readonly share: number; readonly floor: number };
  readonly general: { readonly restricted: boolean };
  readonly site: { readonly origin: string | undefined };
  readonly publish: { readonly schedule: string };
  readonly stores: readonly StoreConfig[];
  readonly periods: Periods;
  readonly law: DefaultLaw;
  readonly cases: CasesConfig;
};

/** Reads DATA/hifazat.toml, or gives the defaults when there is none. Throws `config_invalid` naming line, column and key. */
export function loadConfig(data: string): Config {
  const file = join(data, CONFIG_FILE);
  return parseConfig(readIfThere(file), file, data);
}

/** `text` is TOML; `file` only names it in errors; relative paths in it start at `base`. */
export function parseConfig(text: string, file: string, base: string): Config {
  const tables = check(parseToml(text, file), text, file);
  const { guard, batch, general, site, publish, store, periods, law } = tables;
  const absolute = (list: readonly string[]) =>
    list.map((from) => (/^(?:\/|https?:\/\/)/.test(from) ? from : join(base, from)));
  return {
    guard: Object.fromEntries(Object.entries(guard).map(([kind, list]) => [kind, absolute(list)])),
    batch,
    general,
    site: { origin: site.origin },
    publish,
    stores: store.map((one) => storeConfig(one, file, base)),
    law: { law: law.name.trim(), provision: law.provision.trim() },
    cases: casesConfig(tables, base),
    periods: {
      expiry: periods.expiry_days * DAY,
      review: periods.review_days * DAY,
      clearance: periods.clearance_days * DAY,
    },
  };
}

type StoreTable = z.output<typeof schema>["store"][number];

function storeConfig(table: StoreTable, file: string, base: string): StoreConfig {
  const { name, endpoint, bucket, region, prefix, access_key_id: accessKeyId, secret_file, secret_env } = table;
  const secret = secretPlace(secret_file, secret_env, base);
  if (secret === undefined)
    throw new HifazatError("config_invalid", `${file}: store ${name}: set secret_file or secret_env, one of them.`);
  return { name, endpoint: endpoint.replace(/\/+$/, ""), bucket, region, prefix, accessKeyId, secret };
}

/** What goes there is public, but a listing or a pointer changed on the way would keep the store from being fed. */
function isSafeEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, username } = new URL(text);
  const loopback = hostname === "127.0.0.1" || hostname === "localhost" || hostname === "[::1]";
  return (protocol === "https:" || (protocol === "http:" && loopback)) && pathname === "/" && search + username === "";
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw new HifazatError("config_invalid", `${file} cannot be read.`, { cause: error });
  }
}

function parseToml(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new HifazatError("config_invalid", `${file}:${error.line}:${error.column}: ${error.message.split("\n")[0]}`);
  }
}

function check(value: unknown, text: string, file: string): z.output<typeof schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path ?? [];
  // An unknown key stands inside the table that the issue is about.
  const unknown = issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  const { line, column } = positionOf(text, [...path, ...unknown]);
  throw new HifazatError("config_invalid", `${file}:${line}:${column}: ${path.join(".") || "file"}: ${issue?.message}`);
}
