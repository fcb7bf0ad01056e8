import { type MessagePort, parentPort } from "node:worker_threads";
import { createHasher } from "../protocol/key-hash.ts";
import { openCounts } from "./filter-counts-folder.ts";
import { type ListDigest, type ListPieces, listDigester } from "./list-digest.ts";
import type { FromDigestWorker, ToDigestWorker } from "./threaded-digest.ts";

// The other side of threaded-digest.ts: answers each part when it is made, because the index can be built while the filter is
// being filled.

const hash = await createHasher();
let digester = listDigester(hash);
/** What is coming in pieces, and who is told of it. */
let coming: { readonly pieces: ListPieces; readonly answers: MessagePort } | undefined;

parentPort?.on("message", async (message: ToDigestWorker) => {
  if (message.kind === "open") {
    digester = listDigester(hash, openCounts(message.counts));
  } else if (message.kind === "keep") {
    await digester.keep();
    parentPort?.close();
  } else if (message.kind === "apply") {
    const digest = await digester.apply(message.before, message.delta);
    say(message.answers, { kind: "applied", value: digest !== undefined });
    if (digest !== undefined) await tell(message.answers, digest);
    message.answers.close();
  } else if (message.kind === "begin") {
    coming = { pieces: digester.begin(), answers: message.answers };
  } else if (message.kind === "lines") {
    coming?.pieces.add(message.lines);
  } else if (coming !== undefined) {
    const { pieces, answers } = coming;
    const { prefixes, ...digest } = pieces.finish();
    const value = await prefixes;
    say(answers, { kind: "prefixes", value }, [value.buffer]);
    await tell(answers, digest);
    answers.close();
  }
});

async function tell(answers: MessagePort, { identity, snapshot, filter }: ListDigest): Promise<void> {
  await Promise.all([
    identity.then((value) => say(answers, { kind: "identity", value })),
    snapshot.then((value) => say(answers, { kind: "snapshot", value })),
    filter.then((value) => say(answers, { kind: "filter", value }, [value.file.buffer as ArrayBuffer])),
  ]);
}

function say(answers: MessagePort, message: FromDigestWorker, transfer: ArrayBuffer[] = []): void {
  answers.postMessage(message, transfer);
}
