import { CLOCK_NAMES } from "../core/clock/clock.ts";
import { HifazatError } from "../core/errors.ts";
import { HELPLINE_NUMBER, type Helpline } from "../core/helpline.ts";
import { DEFAULT_SITE_SETTINGS, type SiteSettings } from "../core/site-settings.ts";

export const SITE_FORMAT = "hifazat-site/1";

/** The file that a registry publishes (README 3.5). The same settings give the same bytes. */
export function formatSiteSettings({ expiry, limits, helplines }: SiteSettings): string {
  const sorted = Object.fromEntries(Object.entries(limits).sort(([one], [other]) => (one < other ? -1 : 1)));
  const lines = helplines.map(({ number, name: { en, ur }, child }) => ({ child, en, number, ur }));
  return `${JSON.stringify({ expiry, format: SITE_FORMAT, helplines: lines, limits: sorted })}\n`;
}

/**
 * Reads it. What it does not say is as where nothing is configured, so that members can be added on either side. Throws
 * manifest_malformed for another format, and for a time or a helpline that is none.
 */
export function parseSiteSettings(text: string): SiteSettings {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new HifazatError("manifest_malformed", "the site's settings are not JSON", { cause });
  }
  const { format, limits, helplines, expiry = DEFAULT_SITE_SETTINGS.expiry } = Object(json) as Record<string, unknown>;
  if (format !== SITE_FORMAT) throw malformed("format");
  const said = Object(limits) as Record<string, unknown>;
  const read = CLOCK_NAMES.map((name) => {
    const seconds = said[name] ?? DEFAULT_SITE_SETTINGS.limits[name];
    if (!isTime(seconds)) throw malformed(`limits.${name}`);
    return [name, seconds];
  });
  if (!isTime(expiry)) throw malformed("expiry");
  return { limits: Object.fromEntries(read) as SiteSettings["limits"], helplines: helplinesOf(helplines), expiry };
}

/** Whole seconds, 1 or more. */
const isTime = (said: unknown): said is number => typeof said === "number" && Number.isSafeInteger(said) && said >= 1;

function helplinesOf(said: unknown): readonly Helpline[] {
  if (said === undefined) return DEFAULT_SITE_SETTINGS.helplines;
  if (!Array.isArray(said) || said.length === 0) throw malformed("helplines");
  return said.map((one) => {
    const { number, en, ur, child } = Object(one) as Record<string, unknown>;
    if (typeof number !== "string" || !HELPLINE_NUMBER.test(number)) throw malformed("helplines.number");
    if (typeof en !== "string" || typeof ur !== "string") throw malformed("helplines.en, ur");
    return { number, name: { en, ur }, child: child === true };
  });
}

function malformed(path: string): HifazatError {
  return new HifazatError("manifest_malformed", `the site's settings: ${path} is missing or not as specified`, {
    details: { path },
  });
}
