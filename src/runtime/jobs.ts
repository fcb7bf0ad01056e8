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
  /** Runs one now, beside its schedule and so perhaps twice at once. What it comes to is logged like any other run. */
  readonly begin: (job: Job) => void;
  /** Begins no job any more and waits for those under way. */
  readonly stop: () => Promise<void>;
};

/** Runs each job on its schedule, never twice at once. A job that fails stops neither itself nor the others. */
export function startJobs(jobs: readonly Job[], logger: Logger): RunningJobs {
  const under = new Set<Promise<void>>();
  function begin({ name, run }: Job): Promise<void> {
    const work = run().then(
      (did) => {
        if (did !== undefined) logger.info({ job: name }, did);
      },
      (err) => logger.error({ job: name, err }, "job failed"),
    );
    under.add(work);
    return work.finally(() => under.delete(work));
  }
  const tasks = jobs.map((job) =>
    schedule(job.schedule, () => begin(job), { name: job.name, noOverlap: true, timezone: "UTC" }),
  );
  return {
    begin(job) {
      void begin(job);
    },
    async stop() {
      for (const task of tasks) await task.destroy();
      await Promise.all(under);
    },
  };
}
