import { schedule } from "node-cron";
import type { Logger } from "pino";

export type Job = {
  readonly name: string;
  /** When, as cron writes it, in UTC. */
  readonly schedule: string;
  /** Answers what it did, for the log; undefined when there was nothing to do. Its failure is logged, and it runs again. */
  readonly run: () => Promise<string | undefined>;
};

export type RunningJobs = {
  /** Begins no job any more and waits for those under way. */
  readonly stop: () => Promise<void>;
};

/** Runs each job on its schedule, never twice at once. A job that fails stops neither itself nor the others. */
export function startJobs(jobs: readonly Job[], logger: Logger): RunningJobs {
  const under = new Set<Promise<void>>();
  const tasks = jobs.map(({ name, schedule: when, run }) =>
    schedule(
      when,
      () => {
        const work = run().then(
          (did) => {
            if (did !== undefined) logger.info({ job: name }, did);
          },
          (err) => logger.error({ job: name, err }, "job failed"),
        );
        under.add(work);
        return work.finally(() => under.delete(work));
      },
      { name, noOverlap: true, timezone: "UTC" },
    ),
  );
  return {
    async stop() {
      for (const task of tasks) await task.destroy();
      await Promise.all(under);
    },
  };
}
