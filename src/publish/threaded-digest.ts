import { once } from "node:events";
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type { Manifest } from "../protocol/manifest.ts";
import type { FilterDigest, ListBefore, ListDigest, ListDigester } from "./list-digest.ts";

export type ToDigestWorker =
  | { readonly kind: "open"; readonly counts: string }
  | {
      readonly kind: "apply";
      readonly before: ListBefore;
      readonly delta: Uint8Array;
      readonly answers: MessagePort;
    }
  | { readonly kind: "begin"; readonly answers: MessagePort }
  | { readonly kind: "lines"; readonly lines: Uint8Array<ArrayBuffer> }
  | { readonly kind: "finish" }
  | { readonly kind: "keep" };

/** What comes back, each once, through the port that came with the list. */
type Answers = {
  readonly applied: boolean;
  readonly prefixes: Uint32Array<ArrayBuffer>;
  readonly identity: Manifest["identity"];
  readonly snapshot: Uint8Array;
  readonly filter: FilterDigest;
};
export type FromDigestWorker = {
  [K in keyof Answers]: { readonly kind: K; readonly value: Answers[K] };
}[keyof Answers];

export const startDigestThread = (): Worker => new Worker(new URL("./digest-worker.ts", import.meta.url));

/**
 * The list digester on its own thread, which was started for it. A build that cannot go on because the thread died rejects.
 * `counts`: the folder of the filters' counts.
 */
export function threadedDigester(worker: Worker, counts: string): ListDigester {
  const ended = once(worker, "exit");
  const died = ended.then(() => Promise.reject(new Error("the digesting thread ended early")));
  // A failure is reported to who waits for an answer; without this it would also be an unhandled one.
  died.catch(() => {});

  function send(message: ToDigestWorker, transfer: (ArrayBuffer | MessagePort)[] = []): void {
    worker.postMessage(message, transfer);
  }

  /** A port to answer through, and each answer when it has come. */
  function listen() {
    const { port1, port2 } = new MessageChannel();
    const take = new Map<keyof Answers, (value: never) => void>();
    port1.on("message", ({ kind, value }: FromDigestWorker) => take.get(kind)?.(value as never));
    const next = <K extends keyof Answers>(kind: K): Promise<Answers[K]> => {
      const come = new Promise<Answers[K]>((resolve) => take.set(kind, resolve));
      const answer = Promise.race([died, come]);
      answer.catch(() => {});
      return answer;
    };
    const digest: ListDigest = { identity: next("identity"), snapshot: next("snapshot"), filter: next("filter") };
    return { answers: port2, next, digest };
  }

  send({ kind: "open", counts });
  return {
    async apply(before, delta) {
      const { answers, next, digest } = listen();
      const applied = next("applied");
      send({ kind: "apply", before, delta, answers }, [answers]);
      return (await applied) ? digest : undefined;
    },
    begin() {
      const { answers, next, digest } = listen();
      const prefixes = next("prefixes");
      send({ kind: "begin", answers }, [answers]);
      return {
        add: (lines) => send({ kind: "lines", lines }, [lines.buffer]),
        finish() {
          send({ kind: "finish" });
          return { ...digest, prefixes };
        },
      };
    },
    async keep() {
      send({ kind: "keep" });
      await ended;
    },
  };
}
