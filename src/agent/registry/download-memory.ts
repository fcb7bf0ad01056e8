import { createHash } from "node:crypto";
import type { Answer, Downloader } from "./download.ts";

/** Bodies kept: one manifest a list, with the one before. */
const MAX_KEPT = 4;
const MAX_KEPT_BYTES = 65_536;

/**
 * What a daemon remembers from round to round, so that a round without news costs two small answers (protocol 5.3): the
 * pointer `timestamp.json` is asked for with its ETag, and a small file whose name has its hash is not asked for twice.
 * The bytes are verified every time as if they had just come.
 */
export class DownloadMemory {
  /** The longest patience a registry asked for since `startRound`. */
  retryAfterSeconds: number | undefined;
  readonly #pointers = new Map<string, { readonly etag: string; readonly bytes: Buffer }>();
  readonly #immutable = new Map<string, Extract<Answer, { kind: "bytes" }>>();

  startRound(): void {
    this.retryAfterSeconds = undefined;
  }

  around({ download, close }: Downloader): Downloader {
    return {
      close,
      download: async (url, limits) => {
        const kept = this.#immutable.get(url);
        if (kept !== undefined) return kept;
        const pointer = url.endsWith("/timestamp.json") ? this.#pointers.get(url) : undefined;
        const answer = await download(url, pointer === undefined ? limits : { ...limits, ifNoneMatch: pointer.etag });
        if (answer.kind === "status") {
          this.retryAfterSeconds = Math.max(this.retryAfterSeconds ?? 0, answer.retryAfterSeconds ?? 0) || undefined;
          if (answer.status !== 304 || pointer === undefined) return answer;
          return { kind: "bytes", bytes: pointer.bytes, date: answer.date, etag: pointer.etag };
        }
        this.#keep(url, answer);
        return answer;
      },
    };
  }

  #keep(url: string, answer: Extract<Answer, { kind: "bytes" }>): void {
    if (url.endsWith("/timestamp.json")) {
      if (answer.etag === undefined) this.#pointers.delete(url);
      else this.#pointers.set(url, { etag: answer.etag, bytes: answer.bytes });
    } else if (url.includes("/tuf/targets/") && answer.bytes.length <= MAX_KEPT_BYTES && isNamedBy(url, answer.bytes)) {
      this.#immutable.set(url, { ...answer, date: undefined });
      const [oldest] = this.#immutable.keys();
      if (this.#immutable.size > MAX_KEPT && oldest !== undefined) this.#immutable.delete(oldest);
    }
  }
}

/** A page or a damaged body that once came under the name must not be refused from memory for ever. */
const isNamedBy = (url: string, bytes: Buffer): boolean =>
  url.slice(url.lastIndexOf("/") + 1).startsWith(`${createHash("sha256").update(bytes).digest("hex")}.`);
