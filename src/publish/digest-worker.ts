import { parentPort } from "node:worker_threads";
import { createHasher } from "../protocol/key-hash.ts";
import { type KeyDigester, keyDigester } from "./key-digest.ts";
import type { FromDigestWorker, ToDigestWorker } from "./threaded-digest.ts";

// The other side of threaded-digest.ts: takes pieces of the list while they are read, then answers twice, because the
// index can be built while the filter is being filled.

const newDigester = keyDigester(await createHasher());
let digester: KeyDigester | undefined;
const answer = (message: FromDigestWorker, transfer: ArrayBuffer[]): void => parentPort?.postMessage(message, transfer);

parentPort?.on("message", async (message: ToDigestWorker) => {
  if (message.kind === "begin") digester = newDigester(message.withPrefixes);
  else if (message.kind === "lines") digester?.add(message.lines);
  else if (digester !== undefined) await finish(digester);
});

async function finish(digester: KeyDigester): Promise<void> {
  const digest = digester.finish();
  const prefixes = await digest.prefixes;
  answer({ kind: "prefixes", prefixes }, [prefixes.buffer as ArrayBuffer]);
  const filter = await digest.filter;
  answer({ kind: "filter", filter }, [filter.file.buffer as ArrayBuffer]);
}
