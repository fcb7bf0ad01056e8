import { stat } from "node:fs/promises";

export type Follower = {
  /** Looks now. Never throws. When a look is under way, it is that one. */
  readonly check: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

export type FollowOptions = {
  readonly everyMs: number;
  /** Runs when the file was replaced since the last run that went well. */
  readonly changed: () => Promise<void>;
  readonly failed: (error: unknown) => void;
  /** Runs after each look that found the file as it was taken, or took it. */
  readonly checked?: () => void;
};

/** The wait after a failure doubles up to this, because every attempt may cost as much as the one that failed. */
const MAX_PAUSE_MS = 30_000;

/** Follows a file that is replaced by rename. A stat every few hundred milliseconds works on every file system. */
export function followFile(path: string, { everyMs, changed, failed, checked }: FollowOptions): Follower {
  let seen: string | undefined;
  /** Milliseconds since 1970; undefined when the last run went well. */
  let retryAt: number | undefined;
  let pause = everyMs;
  let running: Promise<void> | undefined;

  const look = async (): Promise<void> => {
    const found = await fileMark(path);
    if (found === undefined) return;
    if (found === seen && retryAt === undefined) return checked?.();
    if (found === seen && retryAt !== undefined && Date.now() < retryAt) return;
    if (found !== seen) pause = everyMs;
    seen = found;
    try {
      await changed();
      retryAt = undefined;
      checked?.();
    } catch (error) {
      retryAt = Date.now() + pause;
      pause = Math.min(pause * 2, MAX_PAUSE_MS);
      failed(error);
    }
  };
  const check = (): Promise<void> => {
    running ??= look().finally(() => {
      running = undefined;
    });
    return running;
  };
  const timer = setInterval(() => void check(), everyMs);
  return {
    check,
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

/** Changes whenever the file is replaced; undefined when there is none. */
async function fileMark(path: string): Promise<string | undefined> {
  try {
    const { ino, mtimeNs, size } = await stat(path, { bigint: true });
    return `${ino} ${mtimeNs} ${size}`;
  } catch {
    return undefined;
  }
}
