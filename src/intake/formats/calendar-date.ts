const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/;
const DAY_FIRST = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/;

/**
 * A date as registers write it, as `YYYY-MM-DD`: ISO order, or day first with `.`, `/` or `-` (Pakistan and Europe).
 * Undefined when it is neither or no day of the calendar.
 */
export function calendarDate(text: string): string | undefined {
  const iso = ISO.exec(text);
  const found = iso ?? DAY_FIRST.exec(text);
  if (found === null) return undefined;
  const [first, month, last] = [found[1] ?? "", found[2] ?? "", found[3] ?? ""];
  const [year, day] = iso === null ? [last, first] : [first, last];
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date) ? date : undefined;
}
