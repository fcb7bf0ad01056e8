import { CLOCK_NAMES, type ClockName } from "../../core/clock/clock.ts";
import type { SiteSettings } from "../../core/site-settings.ts";
import type { Language } from "./language.ts";

/** Pakistan's time, and Latin digits in both languages: references and dates are compared with printed orders. */
const LOCALE = { ur: "ur-PK-u-nu-latn-ca-gregory", en: "en-GB" } as const satisfies Record<Language, string>;
const ZONE = { timeZone: "Asia/Karachi" } as const;

const both = <T>(make: (locale: string) => T): Readonly<Record<Language, T>> => ({
  ur: make(LOCALE.ur),
  en: make(LOCALE.en),
});
const DATES = both((locale) => new Intl.DateTimeFormat(locale, { dateStyle: "long", ...ZONE }));
// By 24 hours: "PM" inside Urdu would stand before the time that it belongs to.
const TIMES = both(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", hourCycle: "h23", ...ZONE }),
);
const NUMBERS = both((locale) => new Intl.NumberFormat(locale));
const SHARES = both((locale) => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }));
const SPANS = both((locale) => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));

const UNIT_SECONDS = { second: 1, minute: 60, hour: 3_600, day: 86_400 } as const;
const DURATIONS = both((locale) => {
  const of = (unit: keyof typeof UNIT_SECONDS) =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 1 });
  return { second: of("second"), minute: of("minute"), hour: of("hour"), day: of("day") };
});

/** A moment: seconds since the epoch, or ISO 8601. */
export type Moment = number | string;
const date = (moment: Moment): Date => new Date(typeof moment === "number" ? moment * 1_000 : moment);

export const formatDate = (language: Language, moment: Moment): string => DATES[language].format(date(moment));
export const formatTime = (language: Language, moment: Moment): string => TIMES[language].format(date(moment));
export const formatNumber = (language: Language, value: number): string => NUMBERS[language].format(value);
/** `share` is 0 to 1. */
export const formatShare = (language: Language, share: number): string => SHARES[language].format(share);

/** How long something took or lasts, in the largest unit of which it has one; the law says 48 hours. */
export function formatDuration(language: Language, seconds: number): string {
  const unit = seconds < 60 ? "second" : seconds < 3_600 ? "minute" : seconds <= 2 * 86_400 ? "hour" : "day";
  return DURATIONS[language][unit].format(seconds / UNIT_SECONDS[unit]);
}

/** The legal limits of cases as a page tells them. */
export type Limits = Readonly<Record<ClockName, string>>;

export const formatLimits = (language: Language, limits: SiteSettings["limits"]): Limits =>
  Object.fromEntries(CLOCK_NAMES.map((name) => [name, formatDuration(language, limits[name])])) as Limits;

/** How far `at` is from `now` (both in seconds), in the unit in which a person would say it: "in 3 hours", "2 days ago". */
export function formatSpan(language: Language, at: number, now: number): string {
  const seconds = at - now;
  const size = Math.abs(seconds);
  const format = SPANS[language];
  if (size < 3_600) return format.format(Math.round(seconds / 60), "minute");
  if (size < 2 * 86_400) return format.format(Math.round(seconds / 3_600), "hour");
  return format.format(Math.round(seconds / 86_400), "day");
}
