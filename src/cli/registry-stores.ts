import { join } from "node:path";
import type { Logger } from "pino";
import { HifazatError } from "../core/errors.ts";
import { dataFolder } from "../publish/data-folder.ts";
import { feedStore, type StoreLag, storeLag } from "../publish/stores/feed-store.ts";
import { TIMESTAMP } from "../publish/tuf/chain.ts";
import type { StoreConfig } from "../runtime/config.ts";
import { followFile } from "../runtime/follow-file.ts";
import type { Gauges } from "../runtime/metrics.ts";
import { openStores } from "./open-stores.ts";

export type StoreFeeds = {
  readonly lags: () => Promise<StoreLag[]>;
  /** Breaks off what is under way: the next start goes on from there. */
  readonly stop: () => Promise<void>;
};

const LOOK_EVERY_MS = 500;

/**
 * Feeds every store from what lies on the disk, whoever published it, each on its own: a store that is dead, slow or full
 * holds up neither a release nor another store. A failure is tried again after a pause that doubles up to half a minute.
 */
export function startStoreFeeds(data: string, configs: readonly StoreConfig[], logger: Logger): StoreFeeds {
  const folder = dataFolder(data);
  const ending = new AbortController();
  const now = (): Date => new Date();
  const followers = openStores(configs, ending.signal).map((store) =>
    followFile(join(folder.repository, TIMESTAMP), {
      everyMs: LOOK_EVERY_MS,
      async changed() {
        const { version, uploaded, uploadedBytes, removed } = await feedStore(folder, store, now);
        logger.info({ store: store.name, version, uploaded, uploadedBytes, removed }, "store is up to date");
      },
      failed(err) {
        if (ending.signal.aborted) return;
        const busy = err instanceof HifazatError && err.code === "publisher_busy";
        if (!busy) logger.error({ store: store.name, err }, "store not up to date, tried again soon");
      },
    }),
  );
  return {
    lags: () => Promise.all(configs.map(({ name }) => storeLag(folder, name, now()))),
    async stop() {
      ending.abort();
      await Promise.all(followers.map(({ stop }) => stop()));
    },
  };
}

export const storeGauges = (lags: readonly StoreLag[]): Gauges => {
  const values = (of: (lag: StoreLag) => number) =>
    lags.map((lag) => ({ labels: { store: lag.name }, value: of(lag) }));
  return [
    {
      name: "hifazat_store_lag_seconds",
      help: "Time since a remote store was last known to have all that is published; 0 while it has",
      values: values(({ lagSeconds }) => lagSeconds),
    },
    {
      name: "hifazat_store_behind_versions",
      help: "Versions of the timestamp that a remote store is behind",
      values: values(({ behind }) => behind),
    },
    {
      name: "hifazat_store_failures",
      help: "Runs that failed since a remote store was last brought up to date",
      values: values(({ failures }) => failures),
    },
  ];
};
