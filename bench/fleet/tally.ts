/** What was asked of the registry. Bytes are those of HTTP, without TCP and TLS. */
export type Count = { requests: number; sent: number; received: number };

/** Requests and bytes by kind, and requests in every second. */
export class Tally {
  readonly kinds = new Map<string, Count>();
  readonly perSecond: Uint32Array;

  constructor(seconds: number) {
    this.perSecond = new Uint32Array(seconds + 1);
  }

  /** `sent` by the registry, `received` by it. */
  add(kind: string, second: number, sent: number, received: number): void {
    const count = this.kinds.get(kind) ?? { requests: 0, sent: 0, received: 0 };
    count.requests++;
    count.sent += sent;
    count.received += received;
    this.kinds.set(kind, count);
    const at = Math.floor(second);
    if (at < this.perSecond.length) this.perSecond[at] = (this.perSecond[at] ?? 0) + 1;
  }

  get total(): Count {
    const total = { requests: 0, sent: 0, received: 0 };
    for (const { requests, sent, received } of this.kinds.values()) {
      total.requests += requests;
      total.sent += sent;
      total.received += received;
    }
    return total;
  }

  requests(kind: string): number {
    return this.kinds.get(kind)?.requests ?? 0;
  }

  /** Most requests of one second from `start` to `end`. */
  peak(start: number, end: number): number {
    return this.perSecond.subarray(start, end).reduce((most, count) => Math.max(most, count), 0);
  }
}

/** The kind of a request by its path. */
export function kindOf(path: string): string {
  const name = /\.([a-z]+)(?:-\d+)?\.[a-z.]+$/.exec(path)?.[1];
  if (path.endsWith("/timestamp.json")) return "timestamp";
  return path.startsWith("/v1/release") ? "bell" : (name ?? path);
}

/** The value below which a share of the sorted values lies. */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
