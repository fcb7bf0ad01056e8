import { CLOCK_NAMES, type ClockName, type Clocks, DEFAULT_CLOCKS } from "./clock/clock.ts";
import { DEFAULT_HELPLINES, type Helpline } from "./helpline.ts";
import { DEFAULT_PERIODS, type Periods } from "./order/period.ts";

/**
 * What the public pages tell of a registry's configuration. The registry publishes it signed (protocol 3.5), so that its
 * replicas and the edge, which have no configuration of it, show the same pages. Nothing that is not public goes in here.
 */
export type SiteSettings = {
  /** The limits that officers work to, in seconds. */
  readonly limits: Readonly<Record<ClockName, number>>;
  readonly helplines: readonly Helpline[];
  /** How long an entry stands where its order says nothing else, in seconds. */
  readonly expiry: number;
};

export const siteSettings = (clocks: Clocks, helplines: readonly Helpline[], { expiry }: Periods): SiteSettings => ({
  limits: Object.fromEntries(CLOCK_NAMES.map((name) => [name, clocks[name].limit])) as SiteSettings["limits"],
  helplines,
  expiry,
});

/** Where nothing was published or configured. */
export const DEFAULT_SITE_SETTINGS = siteSettings(DEFAULT_CLOCKS, DEFAULT_HELPLINES, DEFAULT_PERIODS);
