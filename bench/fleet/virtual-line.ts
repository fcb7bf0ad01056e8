import { request } from "node:http";
import type { AskRelease, ReleaseAnswer } from "../../src/agent/registry/ask-release.ts";
import type { Answer, Download } from "../../src/agent/registry/download.ts";
import { kindOf, type Tally } from "./tally.ts";
import type { VirtualClock } from "./virtual-clock.ts";

type Seen = { readonly answer: Answer; readonly sent: number; readonly received: number };

/** What one subscriber's network does to it. */
export type Weather = {
  /** Its own line is down. */
  readonly away: () => boolean;
  /** The share of its requests that fail. */
  readonly lossShare: number;
  /** A proxy on the way ends every request that takes longer, seconds. */
  readonly patienceSeconds: number;
};

const BITS_PER_SECOND = 20_000_000;

/**
 * The registry in virtual time. What it answers, and how many bytes that is, comes from the real server: each request is
 * made there once for every state it can be asked in, and then counted as often as somebody makes it.
 */
export class VirtualRegistry {
  /** The registry itself is down. */
  down = false;
  release: number;
  readonly #url: string;
  readonly #clock: VirtualClock;
  readonly #tally: Tally;
  readonly #random: () => number;
  #seen = new Map<string, Promise<Seen>>();
  #bell: Seen | undefined;
  readonly #waiting = new Set<() => void>();

  constructor(url: string, release: number, clock: VirtualClock, tally: Tally, random: () => number) {
    this.#url = url;
    this.release = release;
    this.#clock = clock;
    this.#tally = tally;
    this.#random = random;
  }

  /** The real server answers from another release now. */
  async changed(release: number): Promise<void> {
    this.#seen = new Map();
    this.#bell = await ask(`${this.#url}/v1/release`);
    this.release = release;
    if (!this.down) for (const answer of [...this.#waiting]) answer();
  }

  /** Whoever waits is cut off when it goes down. */
  goes(down: boolean): void {
    this.down = down;
    if (down) for (const answer of [...this.#waiting]) answer();
  }

  download(weather: Weather): Download {
    return async (url, { ifNoneMatch }) => {
      if (this.#fails(weather)) throw new Error("unreachable");
      const key = `${url} ${ifNoneMatch ?? ""}`;
      const asking = this.#seen.get(key) ?? this.#clock.during(ask(url, ifNoneMatch));
      this.#seen.set(key, asking);
      const { answer, sent, received } = await asking;
      const path = new URL(url).pathname;
      const kind = kindOf(path);
      this.#tally.add(answer.kind === "bytes" ? kind : `${kind} ${answer.status}`, this.#second, sent, received);
      if (sent > 100_000) await this.#clock.sleep((sent * 8) / BITS_PER_SECOND);
      return answer;
    };
  }

  askRelease(weather: Weather): AskRelease {
    return async (_registry, after, waitSeconds, signal): Promise<ReleaseAnswer> => {
      const away = { kind: "away", retryAfterSeconds: undefined } as const;
      if (this.#fails(weather)) return away;
      const { sent, received } = this.#bell ?? { sent: 0, received: 0 };
      const cut = weather.patienceSeconds < waitSeconds;
      const held = this.release <= after;
      if (held) await this.#wait(Math.min(waitSeconds, weather.patienceSeconds), signal);
      // An asker that gave up was a request all the same.
      this.#tally.add(held ? "bell" : "bell, at once", this.#second, signal.aborted ? 0 : sent, received);
      if (this.down || (cut && this.release <= after)) return away;
      return { kind: "release", release: this.release };
    };
  }

  #wait(seconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const answer = (): void => {
        this.#waiting.delete(answer);
        resolve();
      };
      this.#waiting.add(answer);
      signal.addEventListener("abort", answer, { once: true });
      this.#clock.at(this.#clock.now + seconds * 1_000, answer);
    });
  }

  #fails({ away, lossShare }: Weather): boolean {
    return this.down || away() || this.#random() < lossShare;
  }

  get #second(): number {
    return this.#clock.now / 1_000;
  }
}

/** One request at the real server on a connection of its own, with the bytes that went over it. */
function ask(url: string, ifNoneMatch?: string): Promise<Seen> {
  const headers = ifNoneMatch === undefined ? {} : { "if-none-match": ifNoneMatch };
  return new Promise((resolve, reject) => {
    request(url, { agent: false, headers: { "user-agent": "hifazat-agent/1", ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      const { socket } = response;
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const { bytesRead: sent, bytesWritten: received } = socket;
        const { etag } = response.headers;
        const status = response.statusCode ?? 0;
        const answer: Answer =
          status === 200
            ? { kind: "bytes", bytes: Buffer.concat(chunks), date: undefined, etag }
            : { kind: "status", status, date: undefined, retryAfterSeconds: undefined };
        resolve({ answer, sent, received });
      });
    })
      .on("error", reject)
      .end();
  });
}
