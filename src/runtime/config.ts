import { readFileSync } from "node:fs";
import { join } from "node:path";
import { validate } from "node-cron";
import { parse, TomlError } from "smol-toml";
import { z } from "zod";
import { HifazatError } from "../core/errors.ts";
import { GUARD_KINDS, type GuardKind } from "../core/guard/guard-kind.ts";
import { DAY, DEFAULT_PERIODS, type Periods } from "../core/order/period.ts";

/** The configuration file of a registry, in its data folder. Every key has a default; an unknown key is an error. */
export const CONFIG_FILE = "hifazat.toml";

const days = (seconds: number) =>
  z
    .number()
    .positive()
    .max(3650)
    .default(seconds / DAY);

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
    periods: z
      .strictObject({
        expiry_days: days(DEFAULT_PERIODS.expiry),
        review_days: days(DEFAULT_PERIODS.review),
        clearance_days: days(DEFAULT_PERIODS.clearance),
      })
      .prefault({}),
  })
  .prefault({});

export type Config = {
  readonly guard: Readonly<Partial<Record<GuardKind, readonly string[]>>>;
  readonly batch: { readonly share: number; readonly floor: number };
  readonly site: { readonly origin: string | undefined };
  readonly publish: { readonly schedule: string };
  readonly periods: Periods;
};

/** Reads DATA/hifazat.toml, or gives the defaults when there is none. Throws `config_invalid` naming the key or line. */
export function loadConfig(data: string): Config {
  const file = join(data, CONFIG_FILE);
  return parseConfig(readIfThere(file), file, data);
}

/** `text` is TOML; `file` only names it in errors; relative paths in it start at `base`. */
export function parseConfig(text: string, file: string, base: string): Config {
  const { guard, batch, site, publish, periods } = check(parseToml(text, file), file);
  const absolute = (list: readonly string[]) =>
    list.map((from) => (/^(?:\/|https?:\/\/)/.test(from) ? from : join(base, from)));
  return {
    guard: Object.fromEntries(Object.entries(guard).map(([kind, list]) => [kind, absolute(list)])),
    batch,
    site: { origin: site.origin },
    publish,
    periods: {
      expiry: periods.expiry_days * DAY,
      review: periods.review_days * DAY,
      clearance: periods.clearance_days * DAY,
    },
  };
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

function check(value: unknown, file: string): z.output<typeof schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new HifazatError("config_invalid", `${file}: ${issue?.path.join(".") || "file"}: ${issue?.message}`);
}
