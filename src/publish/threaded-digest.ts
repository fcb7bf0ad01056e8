import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { FilterDigest, KeyDigester } from "./key-digest.ts";

export type ToDigestWorker =
  | { readonly kind: "begin"; readonly withPrefixes: boolean }
  | { readonly kind: "lines"; readonly lines: Uint8Array }
  | { readonly kind: "finish" };
export type FromDigestWorker =
  | { readonly kind: "prefixes"; readonly prefixes: Uint32Array }
  | { readonly kind: "filter"; readonly filter: FilterDigest };

export const startDigestThread = (): Worker => new Worker(new URL("./digest-worker.ts", import.meta.url));

/**
 * The key digester on its own thread, which was started for it. A build that cannot go on because
 * the thread died rejects.
 */
export function threadedDigester(withPrefixes: boolean, worker: Worker): KeyDigester {
  const send = (message: ToDigestWorker): void => worker.postMessage(message);
  const died = once(worker, "exit").then(() => Promise.reject(new Error("the digesting thread ended early")));
  // A failure is reported through `finish`; without this it would also be an unhandled one.
  died.catch(() => {});
  const next = <K extends FromDigestWorker["kind"]>(kind: K): Promise<Extract<FromDigestWorker, { kind: K }>> =>
    Promise.race([
      died,
      new Promise<Extract<FromDigestWorker, { kind: K }>>((resolve) => {
        worker.on("message", (message: FromDigestWorker) => {
          if (message.kind === kind) resolve(message as Extract<FromDigestWorker, { kind: K }>);
        });
      }),
    ]);
  send({ kind: "begin", withPrefixes });
  return {
    add: (lines) => send({ kind: "lines", lines }),
    finish() {
      const prefixes = next("prefixes").then((message) => message.prefixes);
      const filter = next("filter").then((message) => message.filter);
      for (const promise of [prefixes, filter]) promise.catch(() => {});
      send({ kind: "finish" });
      return { prefixes, filter };
    },
  };
}
