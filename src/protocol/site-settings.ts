import { CLOCK_NAMES } from "../core/clock/clock.ts";
import { HifazatError } from "../core/errors.ts";
import { DEFAULT_SITE_SETTINGS, type SiteSettings } from "../core/site-settings.ts";

export const SITE_FORMAT = "hifazat-site/1";

/** The file that a registry publishes (README 3.5). The same settings give the same bytes. */
export function formatSiteSettings({ limits }: SiteSettings): string {
  const sorted = Object.fromEntries(Object.entries(limits).sort(([one], [other]) => (one < other ? -1 : 1)));
  return `${JSON.stringify({ format: SITE_FORMAT, limits: sorted })}\n`;
}

/**
 * Reads it. What it does not say is as where nothing is configured, so that members can be added on either side. Throws
 * manifest_malformed for another format, and for a limit that is none.
 */
export function parseSiteSettings(text: string): SiteSettings {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new HifazatError("manifest_malformed", "the site's settings are not JSON", { cause });
  }
  const { format, limits } = Object(json) as Record<string, unknown>;
  if (format !== SITE_FORMAT) throw malformed("format");
  const said = Object(limits) as Record<string, unknown>;
  const read = CLOCK_NAMES.map((name) => {
    const seconds = said[name] ?? DEFAULT_SITE_SETTINGS.limits[name];
    if (typeof seconds !== "number" || !Number.isSafeInteger(seconds) || seconds < 1) throw malformed(`limits.${name}`);
    return [name, seconds];
  });
  return { limits: Object.fromEntries(read) as SiteSettings["limits"] };
}

function malformed(path: string): HifazatError {
  return new HifazatError("manifest_malformed", `the site's settings: ${path} is missing or not as specified`, {
    details: { path },
  });
}
