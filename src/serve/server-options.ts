import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Logger } from "pino";
import type { PublicDeps } from "../api/deps.ts";
import type { SiteSettings } from "../core/site-settings.ts";
import type { Gauges, Metrics } from "../runtime/metrics.ts";
import type { SharedParts } from "./public-app.ts";

export type ServerOptions = {
  /** An initialised data folder. */
  readonly data: string;
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly logger?: Logger;
  /** What adds the half that has a database; without it this is a replica that answers lookups and passes on files. */
  readonly registry?:
    | { readonly mount: (app: OpenAPIHono, parts: SharedParts) => void; readonly gauges: () => Promise<Gauges> }
    | undefined;
  /** What trust in the published files begins with; their own first root when left out, for who published them. */
  readonly firstRoot?: Uint8Array | undefined;
  /** When their source last confirmed them, milliseconds since 1970; the last look at the files when left out. */
  readonly checkedAt?: (() => number) | undefined;
  /** Who may not have the list's files, where they are for subscribers. */
  readonly pullRefusal?: PublicDeps["pullRefusal"];
  /** What the pages tell of the configuration, where it is this server's own; the published one when left out. */
  readonly settings?: SiteSettings;
  /** Replica: the origin of the registry's own site, which takes complaints and appeals. */
  readonly casesAt?: string | undefined;
  /** Told of rounds with a registry, for the metrics; see serve/follow-registry.ts. */
  readonly onMetrics?: ((metrics: Metrics) => void) | undefined;
  /** How often the repository is looked at for a new release, milliseconds. */
  readonly followEveryMs?: number;
};

export type RunningServer = {
  /** With the port it really got. */
  readonly url: string;
  /** Looks for a new release now, instead of at the next turn. */
  readonly checkRelease: () => Promise<void>;
  /** Lets waiting callers answer, finishes what is under way, and frees everything. */
  readonly close: () => Promise<void>;
};
