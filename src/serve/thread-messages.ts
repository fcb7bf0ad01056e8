import type { LoadedRelease, PublishedRelease } from "../lookup/loaded-release.ts";

/** What a lookup thread is started with. */
export type ThreadSetting = {
  readonly repository: string;
  readonly host: string;
  readonly port: number;
  /** One 64-bit integer: when the source last confirmed what is newest, milliseconds since 1970. */
  readonly checkedAt: SharedArrayBuffer;
  /** The list's files are for subscribers, whom a replica does not know. */
  readonly restricted: boolean;
  /** Where complaints and appeals are taken; undefined when nobody said. */
  readonly casesAt: string | undefined;
};

/** A release as it goes to a thread: the index itself stays where it is, in memory that all threads share. */
export type SharedRelease = Omit<LoadedRelease, "index"> & { readonly index: SharedArrayBuffer };

export type ToThread =
  /** Rings the bell; the release itself follows when its index is read. */
  | { readonly kind: "published"; readonly published: PublishedRelease }
  | { readonly kind: "release"; readonly release: SharedRelease }
  /** Asks for the thread's metrics. */
  | { readonly kind: "measure"; readonly id: number }
  /** The metrics of all threads, which this one had asked for. */
  | { readonly kind: "metrics"; readonly id: number; readonly text: string }
  | { readonly kind: "close" };

export type FromThread =
  | { readonly kind: "listening"; readonly url: string; readonly port: number }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "measured"; readonly id: number; readonly metrics: MetricsJson }
  | { readonly kind: "metrics"; readonly id: number };

/** As prom-client gives and takes them. */
export type MetricsJson = object[];
