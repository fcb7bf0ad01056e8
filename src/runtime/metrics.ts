import { type Aggregator, type CollectFunction, Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";

/** Gauges that a part of the server adds, as they stand. */
export type Gauges = readonly {
  readonly name: string;
  readonly help: string;
  readonly values: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
}[];

/** What the gauges read when somebody looks. */
export type Watched = {
  /** Undefined until a release is loaded. */
  readonly release: () => { number: number; entries: number; age: number; checked: number; valid: number } | undefined;
  readonly waiting: () => number;
  /** Whether to tell of the process too, which one of its threads does for all; yes when left out. */
  readonly processWide?: boolean;
  readonly more?: (() => Promise<Gauges>) | undefined;
};

/** Counts on the hot path are additions to plain numbers; prom-client sees them only when the metrics are read. */
export type Metrics = {
  readonly request: (route: string, status: number) => void;
  readonly lookups: (blocked: number, clear: number, refused: number) => void;
  readonly loaded: (outcome: "loaded" | "failed") => void;
  /** A round of a replica with a registry or mirror: its tree was brought up to date, or what came was of no use. */
  readonly followed: (outcome: "kept" | "refused") => void;
  /** Registry and mirrors of a replica as last looked at. */
  readonly sources: (sources: readonly { readonly source: string; readonly good: boolean }[]) => void;
  /** A lookup thread died and was started again. */
  readonly restarted: () => void;
  readonly text: () => Promise<string>;
  /** The same as data, to be put together with that of other threads. */
  readonly json: () => Promise<object[]>;
  readonly close: () => void;
};

const MAX_STATUS = 600;

export function createMetrics(watched: Watched): Metrics {
  const registry = new Registry();
  const requests = new Map<string, Float64Array>();
  const verdicts = { blocked: 0, clear: 0, refused: 0 };
  const loads = { loaded: 0, failed: 0 };
  const source = { kept: 0, refused: 0 };
  let restarts = 0;
  let sources: Parameters<Metrics["sources"]>[0] = [];
  const registers = [registry];

  if (watched.processWide ?? true) collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 10 });
  counter("hifazat_http_requests_total", "Answers by route and status", ["route", "status"], (metric) => {
    for (const [route, statuses] of requests) {
      for (const [status, count] of statuses.entries()) if (count > 0) metric.inc({ route, status }, count);
    }
  });
  counter("hifazat_lookups_total", "Looked-up texts by verdict", ["verdict"], (metric) => {
    for (const [verdict, count] of Object.entries(verdicts)) metric.inc({ verdict }, count);
  });
  counter("hifazat_release_loads_total", "Releases read from the repository, by outcome", ["outcome"], (metric) => {
    for (const [outcome, count] of Object.entries(loads)) metric.inc({ outcome }, count);
  });
  counter(
    "hifazat_source_rounds_total",
    "Rounds of a replica with its registry or a mirror, by outcome",
    ["outcome"],
    (metric) => {
      for (const [outcome, count] of Object.entries(source)) metric.inc({ outcome }, count);
    },
  );
  new Gauge({
    name: "hifazat_source_good",
    help: "1 when the last look at a registry or mirror of a replica found it good, else 0",
    labelNames: ["source"],
    registers,
    aggregator: "max",
    collect() {
      this.reset();
      for (const { source, good } of sources) this.set({ source }, Number(good));
    },
  });
  counter("hifazat_thread_restarts_total", "Lookup threads that died and were started again", [], (metric) => {
    metric.inc(restarts);
  });
  gauge("hifazat_release", "Number of the release that answers are given from", () => watched.release()?.number, "min");
  gauge("hifazat_release_entries", "Entries of the public list", () => watched.release()?.entries);
  gauge("hifazat_release_age_seconds", "Time since the release was published", () => watched.release()?.age);
  gauge(
    "hifazat_release_checked_age_seconds",
    "Time since the source last said, signed, that this is the newest",
    () => watched.release()?.checked,
  );
  gauge(
    "hifazat_release_expiry_seconds",
    "Time until the first signature of the release expires",
    () => watched.release()?.valid,
    "min",
  );
  gauge("hifazat_release_waiters", "Callers waiting for the next release", watched.waiting, "sum");

  return {
    request(route, status) {
      const statuses = requests.get(route) ?? new Float64Array(MAX_STATUS);
      const before = statuses[status] ?? 0;
      if (before === 0) requests.set(route, statuses);
      statuses[status] = before + 1;
    },
    lookups(blocked, clear, refused) {
      verdicts.blocked += blocked;
      verdicts.clear += clear;
      verdicts.refused += refused;
    },
    loaded(outcome) {
      loads[outcome] += 1;
    },
    followed(outcome) {
      source[outcome] += 1;
    },
    sources(seen) {
      sources = seen;
    },
    restarted() {
      restarts += 1;
    },
    async text() {
      for (const { name, help, values } of (await watched.more?.()) ?? []) {
        registry.removeSingleMetric(name);
        const metric = new Gauge({ name, help, labelNames: Object.keys(values[0]?.labels ?? {}), registers });
        for (const { labels, value } of values) metric.set(labels, value);
      }
      return registry.metrics();
    },
    json: () => registry.getMetricsAsJSON(),
    close: () => registry.clear(),
  };

  function counter(name: string, help: string, labelNames: string[], fill: (metric: Counter) => void): void {
    const collect: CollectFunction<Counter> = function collect() {
      this.reset();
      fill(this);
    };
    new Counter({ name, help, labelNames, registers, collect });
  }

  function gauge(name: string, help: string, read: () => number | undefined, aggregator: Aggregator = "max"): void {
    const collect: CollectFunction<Gauge> = function collect() {
      const value = read();
      if (value === undefined) this.remove();
      else this.set(value);
    };
    new Gauge({ name, help, registers, collect, aggregator });
  }
}
