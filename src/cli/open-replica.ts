import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "pino";
import { inspectRoot } from "../agent/registry/trust.ts";
import { HifazatError } from "../core/errors.ts";
import { dataFolder } from "../publish/data-folder.ts";
import { openStore } from "../publish/publishing.ts";
import { TIMESTAMP } from "../publish/tuf/chain.ts";
import type { Metrics } from "../runtime/metrics.ts";
import { followRegistry, type RegistryFollower } from "../serve/follow-registry.ts";
import { rebuildIndex } from "../serve/rebuild-index.ts";

export type Replica = Pick<RegistryFollower, "checkedAt" | "first" | "stop"> & {
  readonly firstRoot: Uint8Array;
  /** Whether there was something to answer from before the first round. */
  readonly keeps: boolean;
  /** Where to count rounds from now on. */
  readonly onMetrics: (metrics: Metrics) => void;
};

/**
 * A data folder that follows a registry and mirrors of it. What it keeps is served like a registry's own files, also when
 * all of them are away; `root` is the only thing that is trusted, and it comes from somewhere else.
 */
export function openReplica(data: string, root: string, registries: readonly string[], logger: Logger): Replica {
  const [first, ...mirrors] = registries.map(registryUrl);
  if (first === undefined) throw new HifazatError("bad_request", "A replica needs --registry URL to follow.");
  const folder = dataFolder(data);
  const firstRoot = readRootFile(root);
  const keeps = existsSync(join(folder.repository, TIMESTAMP));
  let metrics: Metrics | undefined;
  let sources: Parameters<Metrics["sources"]>[0] = [];
  const follower = followRegistry({
    registries: [first, ...mirrors],
    store: openStore(folder),
    repository: folder.repository,
    rebuild: rebuildIndex,
    work: join(folder.staging, "tuf"),
    root: firstRoot,
    now: () => new Date(),
    kept({ release, fetched, indexFetched }, from) {
      metrics?.followed("kept");
      if (fetched > 0) logger.info({ release, fetched, indexFetched, from }, "release kept");
    },
    probed(probes) {
      sources = probes.map(({ registry, fault }) => ({ source: registry, good: fault === undefined }));
      metrics?.sources(sources);
      for (const { registry, fault } of probes)
        if (fault !== undefined) logger.warn({ registry, err: fault }, "would not be taken from, when looked at");
    },
    failed(registry, err) {
      metrics?.followed("refused");
      logger.error({ registry, err }, "nothing taken from there, what is kept stays");
    },
  });
  return {
    ...follower,
    firstRoot,
    keeps,
    onMetrics(given) {
      metrics = given;
      // The first round may be over by then.
      given.sources(sources);
    },
  };
}

function readRootFile(root: string): Buffer {
  let bytes: Buffer;
  try {
    bytes = readFileSync(root);
  } catch (cause) {
    throw new HifazatError("config_invalid", `The root file ${root} cannot be read.`, { cause });
  }
  inspectRoot(bytes, root);
  return bytes;
}

function registryUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url?.protocol === "https:" || url?.protocol === "http:";
  if (!plain || url.username + url.password + url.search + url.hash !== "")
    throw new HifazatError("bad_request", `${text} is no address of a registry: https://HOST, without user or query.`);
  return text.replace(/\/+$/, "");
}
