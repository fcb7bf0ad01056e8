import type { BellPorts } from "../../src/agent/daemon/bell.ts";
import { type Found, follow } from "../../src/agent/daemon/follow.ts";
import { usefulDelta } from "../../src/agent/list/accept.ts";
import type { Answer, Downloader } from "../../src/agent/registry/download.ts";
import { DownloadMemory } from "../../src/agent/registry/download-memory.ts";
import { type Manifest, parseManifest } from "../../src/protocol/manifest.ts";

/** How a subscriber reaches the registry. */
export type Line = BellPorts & {
  readonly registry: string;
  /** A round's connection, as the agent opens one for each. */
  readonly openDownloader: () => Downloader;
  /** It holds this release from now on. */
  readonly holds: (release: number) => void;
};

const LIMITS = { maxBytes: 100_000_000, totalMs: 120_000 };
const MANIFEST = "general/manifest.json";

/**
 * An ISP's agent without its disk, its signatures and its resolver: when it asks is the agent's own code (`follow`, and so
 * pace, bell and jitter), what it remembers is the agent's own (`DownloadMemory`), which delta it takes is too. The
 * requests of a round are written here once more; `bench/fleet/same-requests.ts` holds them against a real agent's.
 */
export class Subscriber {
  /** 0: it has nothing yet. Kept across restarts, like the agent's state folder. */
  release: number;
  #snapshot = 0;
  #manifest: string | undefined;
  readonly #line: Line;

  constructor(line: Line, release = 0) {
    this.#line = line;
    this.release = release;
  }

  /** As a process: what is only in memory is gone when `stop` ends it. */
  run(stop: AbortSignal): Promise<void> {
    const memory = new DownloadMemory();
    return follow(this.#line.registry, { round: () => this.#round(memory) }, this.#line, stop);
  }

  async #round(memory: DownloadMemory): Promise<Found> {
    memory.startRound();
    const downloader = memory.around(this.#line.openDownloader());
    const asked = (found: Omit<Found, "retryAfterSeconds">): Found => ({
      ...found,
      retryAfterSeconds: memory.retryAfterSeconds,
    });
    try {
      const manifest = await this.#update(downloader);
      return asked({ failed: false, newest: manifest.release, pollSeconds: manifest.nextPollSeconds });
    } catch {
      return asked({ failed: true, newest: undefined, pollSeconds: undefined });
    } finally {
      await downloader.close();
    }
  }

  async #update({ download }: Downloader): Promise<Manifest> {
    const { registry, holds } = this.#line;
    const get = async (path: string): Promise<Buffer> => bytesOf(await download(`${registry}/tuf/${path}`, LIMITS));
    const target = (name: string, sha256: string): Promise<Buffer> => {
      const slash = name.lastIndexOf("/") + 1;
      return get(`targets/${name.slice(0, slash)}${sha256}.${name.slice(slash)}`);
    };
    const root = await download(`${registry}/tuf/metadata/2.root.json`, LIMITS);
    if (root.kind === "bytes") throw new Error("the bench rotates no root");
    const snapshot = parsed(await get("metadata/timestamp.json")).signed.meta?.["snapshot.json"]?.version ?? 0;
    if (snapshot !== this.#snapshot || this.#manifest === undefined) {
      const named = parsed(await get(`metadata/${snapshot}.snapshot.json`)).signed.meta?.["targets.json"]?.version;
      const { targets } = parsed(await get(`metadata/${named}.targets.json`)).signed;
      this.#manifest = targets?.[MANIFEST]?.hashes.sha256;
      this.#snapshot = snapshot;
    }
    const manifest = manifestOf(await target(MANIFEST, this.#manifest ?? ""));
    if (manifest.release !== this.release) {
      const file = (this.release === 0 ? undefined : usefulDelta(manifest, this.release)) ?? manifest.snapshot;
      await target(file.name, file.sha256);
      this.release = manifest.release;
      holds(this.release);
    }
    return manifest;
  }
}

function bytesOf(answer: Answer): Buffer {
  if (answer.kind === "bytes") return answer.bytes;
  throw new Error(`status ${answer.status}`);
}

type Metadata = {
  readonly signed: {
    readonly meta?: Readonly<Record<string, { readonly version: number }>>;
    readonly targets?: Readonly<Record<string, { readonly hashes: { readonly sha256: string } }>>;
  };
};

/** Thousands hold the same bytes; they are read once. */
const metadata = new WeakMap<Buffer, Metadata>();
function parsed(bytes: Buffer): Metadata {
  const known = metadata.get(bytes);
  if (known !== undefined) return known;
  const read = JSON.parse(bytes.toString("utf8")) as Metadata;
  metadata.set(bytes, read);
  return read;
}

const manifests = new WeakMap<Buffer, Manifest>();
function manifestOf(bytes: Buffer): Manifest {
  const known = manifests.get(bytes);
  if (known !== undefined) return known;
  const read = parseManifest(bytes.toString("utf8"));
  manifests.set(bytes, read);
  return read;
}
