import { parentPort, workerData } from "node:worker_threads";
import type { Observer } from "../api/deps.ts";
import { HifazatError } from "../core/errors.ts";
import { openIndex } from "../protocol/index-file/read.ts";
import { createLogger, describeRequestError } from "../runtime/logger.ts";
import { createMetrics } from "../runtime/metrics.ts";
import { loadTsxModules } from "../runtime/tsx-modules.ts";
import { listenHttp } from "./http-server.ts";
import { liveAnswers, releaseGauges } from "./live-answers.ts";
import { nobodyPulls } from "./nobody-pulls.ts";
import type { FromThread, SharedRelease, ThreadSetting, ToThread } from "./thread-messages.ts";

// One of the threads that lookup-threads.ts starts: answers HTTP from an index it shares with the others.

const { repository, host, port, checkedAt, restricted, casesAt } = workerData as ThreadSetting;
const checked = new BigInt64Array(checkedAt);
const logger = createLogger();
const answering = liveAnswers(() => Number(Atomics.load(checked, 0)));
const metrics = createMetrics({
  waiting: answering.live.waiting,
  release: () => releaseGauges(answering),
  processWide: false,
});
const observe: Observer = {
  request: metrics.request,
  lookups: metrics.lookups,
  failed: (route, error) => logger.error({ route, failure: describeRequestError(error) }, "request failed"),
};

const tell = (message: FromThread): void => parentPort?.postMessage(message);

/** Who waits for the metrics of all threads, by the number of the question. */
const asking = new Map<number, (text: string) => void>();
let questions = 0;
function metricsOfAll(): Promise<string> {
  const id = ++questions;
  return new Promise((resolve) => {
    asking.set(id, resolve);
    tell({ kind: "metrics", id });
  });
}

const take = ({ index, ...release }: SharedRelease): void =>
  void answering.take({ ...release, index: openIndex(index) });

parentPort?.on("message", async (message: ToThread) => {
  switch (message.kind) {
    case "published":
      return answering.live.announce(message.published);
    case "release":
      return take(message.release);
    case "measure":
      return tell({ kind: "measured", id: message.id, metrics: await metrics.json() });
    case "metrics":
      asking.get(message.id)?.(message.text);
      asking.delete(message.id);
      return;
    case "close":
      answering.live.close();
      await (await listening)?.close();
      return process.exit(0);
  }
});

const listening = listen();

async function listen() {
  try {
    // The pages are JSX, and what reads it has to be there in every thread before they are loaded.
    loadTsxModules();
    const { publicApp } = await import("./public-app.ts");
    const { app } = publicApp(repository, answering, metricsOfAll, observe, {
      pullRefusal: restricted ? nobodyPulls : undefined,
      casesAt,
    });
    const place = await listenHttp(app, observe, { host, port, shared: true });
    tell({ kind: "listening", url: place.url, port: place.port });
    return place;
  } catch (error) {
    tell({ kind: "failed", message: error instanceof HifazatError ? error.message : String(error) });
    return undefined;
  }
}
