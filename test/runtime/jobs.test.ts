import { Writable } from "node:stream";
import pino from "pino";
import { expect, test } from "vitest";
import { startJobs } from "../../src/runtime/jobs.ts";

function logger() {
  const lines: Record<string, unknown>[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  return { logger: pino({}, sink), lines };
}

/** Resolves when `fits` holds; a test's own time limit ends it. */
async function until(fits: () => boolean): Promise<void> {
  while (!fits()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test("a job that fails is logged and runs again, and so do the others", async () => {
  const { logger: log, lines } = logger();
  let failed = 0;
  let done = 0;
  const jobs = startJobs(
    [
      { name: "fails", schedule: "* * * * * *", run: async () => Promise.reject(new Error(`no ${++failed}`)) },
      { name: "works", schedule: "* * * * * *", run: async () => `done ${++done}` },
      { name: "idle", schedule: "* * * * * *", run: async () => undefined },
    ],
    log,
  );
  await until(() => failed >= 2 && done >= 2);
  await jobs.stop();
  expect(lines.filter((line) => line.job === "fails" && line.level === 50).length).toBeGreaterThanOrEqual(2);
  expect(lines.some((line) => line.job === "works" && line.msg === "done 2")).toBe(true);
  expect(lines.some((line) => line.job === "idle")).toBe(false);
});

test("a job never runs twice at once, and a stop waits for it", async () => {
  let running = 0;
  let most = 0;
  let ended = 0;
  let begun = 0;
  const run = async () => {
    begun += 1;
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    running -= 1;
    ended += 1;
    return undefined;
  };
  const jobs = startJobs([{ name: "slow", schedule: "* * * * * *", run }], logger().logger);
  await until(() => begun === 1);
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await jobs.stop();
  expect([most, running, ended]).toEqual([1, 0, begun]);
});
