import { setTimeout as pause } from "node:timers/promises";
import { type Found, follow } from "../agent/daemon/follow.ts";
import type { Trigger } from "../agent/daemon/until-next.ts";
import { askRelease } from "../agent/registry/ask-release.ts";
import { openDownloader } from "../agent/registry/download.ts";
import { DownloadMemory } from "../agent/registry/download-memory.ts";
import { judgePointer, type Trusted } from "../agent/registry/judge-pointer.ts";
import { NearestFirst, type Probe } from "../agent/registry/nearest.ts";
import { HifazatError } from "../core/errors.ts";
import { readChain } from "../publish/tuf/chain.ts";
import { type Mirrored, type Mirroring, mirrorRound } from "./mirror-round.ts";

export type RegistryFollowing = Mirroring & {
  /** The registry, then mirrors of it. None is trusted. */
  readonly registries: readonly [string, ...string[]];
  /** After each round that brought the tree up to date. */
  readonly kept: (mirrored: Mirrored, from: string) => void;
  /** What was last seen of the registry and its mirrors, whether it is taken from them or not; told when it was looked. */
  readonly probed: (probes: readonly Probe[]) => void;
  /** A registry or mirror was of no use; the tree is as it was. */
  readonly failed: (registry: string, error: unknown) => void;
};

export type RegistryFollower = {
  /** When a round last found the tree to be the newest there is, milliseconds since 1970. */
  readonly checkedAt: () => number;
  /** Resolves after the first round, however it went. */
  readonly first: Promise<void>;
  readonly stop: () => Promise<void>;
};

const USER_AGENT = "hifazat-replica/1";

/**
 * Follows a registry as a subscriber does (protocol 5): polls, waits at its bell in between, takes the nearest of the
 * mirrors that has what was rung for, and goes back from failures ever slower. What cannot be verified is not kept.
 */
export function followRegistry(following: RegistryFollowing): RegistryFollower {
  const { registries, now } = following;
  const stopping = new AbortController();
  const nearest = new NearestFirst(registries);
  const memory = new DownloadMemory();
  let checkedAt = 0;
  let begun: () => void = () => {};
  const first = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const ports = { askRelease, clock: now, random: Math.random, sleep };
  const ended = follow(registries[0], { round: foundBy }, ports, stopping.signal);
  return {
    checkedAt: () => checkedAt,
    first,
    async stop() {
      stopping.abort();
      await ended;
    },
  };

  async function foundBy(_trigger: Trigger, atLeast: number): Promise<Found> {
    memory.startRound();
    const mirrored = await round(atLeast);
    begun();
    return {
      failed: mirrored === undefined,
      newest: mirrored?.release,
      pollSeconds: mirrored?.pollSeconds,
      retryAfterSeconds: memory.retryAfterSeconds,
    };
  }

  async function readTrusted(): Promise<Trusted | undefined> {
    // Nothing is kept yet: there is not even a root.
    const chain = await readChain(following.store).catch(() => undefined);
    return chain && { root: chain.root, version: chain.timestamp.signed.version };
  }

  /** Tries one after the other; a mirror that is behind what was rung for is only as good as nothing better. */
  async function round(atLeast: number): Promise<Mirrored | undefined> {
    const downloader = memory.around(openDownloader({ userAgent: USER_AGENT }));
    let best: Mirrored | undefined;
    try {
      const before = nearest.probes();
      const trusted = await readTrusted();
      await nearest.measure(downloader.download, Date.now, (pointer) => judgePointer(pointer, trusted, now()));
      if (nearest.probes() !== before) following.probed(nearest.probes());
      for (const registry of nearest.order()) {
        if (stopping.signal.aborted) break;
        try {
          const mirrored = await mirrorRound(registry, downloader.download, following);
          best = mirrored;
          following.kept(mirrored, registry);
          if (mirrored.release < atLeast) continue;
          nearest.served(registry);
          break;
        } catch (error) {
          // Only what the others may do better is theirs to try; a full disk is nobody's fault but ours.
          if (!stopping.signal.aborted) following.failed(registry, error);
          if (!(error instanceof HifazatError)) break;
        }
      }
    } finally {
      await downloader.close();
    }
    if (best === undefined) nearest.served(undefined);
    else checkedAt = now().getTime();
    return best;
  }
}

async function sleep(seconds: number, signal: AbortSignal): Promise<void> {
  // Aborted: whoever did it knows.
  await pause(seconds * 1_000, undefined, { signal }).catch(() => {});
}
