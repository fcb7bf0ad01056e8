import type { Caller } from "./caller.ts";
import { type Complained, complain } from "./citizens.ts";
import type { Officer } from "./officer.ts";
import type { People } from "./people.ts";

/** How long answers of one kind took, in ms. */
export type Wait = { readonly count: number; readonly p50: number; readonly p99: number; readonly worst: number };
export type Waits = Readonly<Record<"lookup" | "read" | "write", Wait>>;

/** Pauses between two questions of a kind, in ms. */
const PAUSE = { lookup: 5, read: 10, write: 100 } as const;

/**
 * How the registry answers others while `work` goes on: somebody looks addresses up, an officer reads the list of
 * orders, and people complain, which writes. Complaints are numbered by `next`, and at most `writes`.
 */
export async function probe(
  people: People,
  {
    asker,
    reader,
    next,
    writes,
  }: { readonly asker: Caller; readonly reader: Officer; readonly next: () => number; readonly writes: number },
  work: Promise<unknown>,
): Promise<{ readonly waits: Waits; readonly complaints: readonly Complained[] }> {
  let over = false;
  const done = work.finally(() => {
    over = true;
  });
  const complaints: Complained[] = [];
  const timed = async (
    pause: number,
    ask: (number: number) => Promise<unknown>,
    most = Number.POSITIVE_INFINITY,
  ): Promise<Wait> => {
    const times: number[] = [];
    while (!over && times.length < most) {
      const start = performance.now();
      await ask(times.length);
      times.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    return quantiles(times);
  };
  const [lookup, read, write] = await Promise.all([
    timed(PAUSE.lookup, (number) => asker.ok("GET", `/v1/lookup?url=https://asked-${number}.example/`)),
    timed(PAUSE.read, () => reader.ok("GET", "/v1/orders?limit=10")),
    timed(PAUSE.write, async () => complaints.push(await complain(people, next(), false)), writes),
  ]);
  await done;
  return { waits: { lookup, read, write }, complaints };
}

function quantiles(times: number[]): Wait {
  const sorted = times.sort((one, other) => one - other);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), worst: at(1) };
}
