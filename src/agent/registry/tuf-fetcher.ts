import type { Fetcher } from "tuf-js";
import { DownloadHTTPError } from "tuf-js/dist/error.js";
import { HifazatError } from "../../core/errors.ts";
import type { Download } from "./download.ts";
import { MAX_SNAPSHOT_BYTES, MAX_TARGETS_BYTES, METADATA_TOTAL_MS } from "./limits.ts";

/**
 * What tuf-js fetches metadata through. It remembers the last answer and failure, because tuf-js wraps errors into texts
 * and `refusal.ts` has to say which attack was met.
 */
export class TufFetcher implements Fetcher {
  failure: HifazatError | undefined;
  lastBytes: Buffer | undefined;
  /** The registry's clock minus ours, milliseconds, from the last answer that said a time. */
  clockSkewMs: number | undefined;
  readonly #download: Download;

  constructor(download: Download) {
    this.#download = download;
  }

  async downloadBytes(url: string, maxLength: number): Promise<Buffer> {
    this.failure = undefined;
    this.lastBytes = undefined;
    try {
      const answer = await this.#download(url, { maxBytes: ceiling(url, maxLength), totalMs: METADATA_TOTAL_MS });
      if (answer.date !== undefined) this.clockSkewMs = answer.date.getTime() - Date.now();
      if (answer.kind === "bytes") {
        this.lastBytes = answer.bytes;
        return answer.bytes;
      }
      // Specification 5.3.3: no next root is how the chain of roots ends; tuf-js knows it by this error.
      if (isRoot(url)) throw new DownloadHTTPError(`status ${answer.status}`, answer.status);
      throw new HifazatError("registry_unreachable", `${url} answers ${answer.status}${hint(answer.status)}.`);
    } catch (error) {
      if (error instanceof HifazatError) this.failure = error;
      throw error;
    }
  }

  /** Targets are fetched by `trust.ts` with bounds of their own, never by tuf-js. */
  downloadFile<T>(): Promise<T> {
    return Promise.reject(new HifazatError("internal", "tuf-js is not to download targets"));
  }
}

const isRoot = (url: string): boolean => url.endsWith(".root.json");

/**
 * Snapshot and targets metadata may have their length signed. A file a little longer is then another version's (mix and
 * match), which tuf-js tells by length and hash; only one beyond the fixed ceiling is endless data.
 */
function ceiling(url: string, maxLength: number): number {
  if (url.endsWith("snapshot.json")) return Math.max(maxLength, MAX_SNAPSHOT_BYTES);
  return url.endsWith("targets.json") ? Math.max(maxLength, MAX_TARGETS_BYTES) : maxLength;
}

const hint = (status: number): string =>
  status === 401 || status === 403
    ? " (does it want a subscriber's token?)"
    : status === 404
      ? " (not a registry?)"
      : "";
