import { once } from "node:events";
import { type MessagePort, parentPort } from "node:worker_threads";
import Sqlite from "better-sqlite3";
import { HifazatError } from "../core/errors.ts";
import { touchedEntries } from "../storage/published-entries.ts";
import { touchCount } from "../storage/touched-rows.ts";
import { databaseSource } from "./database-source.ts";
import { type FromPrevious, fromPrevious, MOST_TOUCHED, type PreviousRelease } from "./from-previous.ts";
import type { ListDigester } from "./list-digest.ts";
import { type Prepared, prepareRelease } from "./prepare.ts";
import type { BuildJob, FromBuildWorker } from "./threaded-build.ts";
import { startDigestThread, threadedDigester } from "./threaded-digest.ts";

// The other side of threaded-build.ts.

// Started before there is anything to build, as the digester's is: both load their modules in the meantime.
const digesting = startDigestThread();
const [job] = await once(parentPort as MessagePort, "message");
const { database, counts, request, gate, previous } = job as BuildJob;

function answer(message: FromBuildWorker): void {
  parentPort?.postMessage(message, message.kind === "prepared" ? buffersOf(message.prepared) : []);
}

/** The buffers that can change hands instead of being copied: those that hold one file and nothing else. */
function buffersOf(prepared: Prepared): ArrayBuffer[] {
  if (prepared.kind !== "built") return [];
  const sealed = prepared.sealed === undefined ? [] : [prepared.sealed.file];
  return [...prepared.release.files, ...sealed].flatMap(({ bytes }) =>
    bytes.buffer instanceof ArrayBuffer && bytes.buffer.byteLength === bytes.byteLength ? [bytes.buffer] : [],
  );
}

/** The database is read once from end to end: mapped, its pages are not copied. */
const MAPPED_BYTES = 2 ** 32;

// A connection of its own, for reading alone. Not `openDatabase`: whoever starts a build has migrated the database, and
// loading drizzle takes a tenth of the time a release has.
const sqlite = new Sqlite(database, { readonly: true, fileMustExist: true });
sqlite.pragma(`mmap_size = ${MAPPED_BYTES}`);
const db = { sqlite };
const digester = threadedDigester(digesting, counts);
try {
  const prepared = await prepare().finally(() => sqlite.close());
  answer({ kind: "prepared", prepared });
  if (prepared.kind === "built") {
    // Whoever publishes says when the release is out.
    await once(parentPort as MessagePort, "message");
    await digester.keep();
  }
} catch (cause) {
  if (!(cause instanceof HifazatError)) throw cause;
  answer({ kind: "failed", code: cause.code, message: cause.message });
} finally {
  await digesting.terminate();
}

async function prepare(): Promise<Prepared> {
  const source = { ...databaseSource(db), ...(previous && { fromPrevious: sincePrevious.bind(null, previous) }) };
  return prepareRelease(source, request, gate, digester, (stage) => answer({ kind: "stage", stage }));
}

async function sincePrevious(before: PreviousRelease, digester: ListDigester): Promise<FromPrevious | undefined> {
  const stretch = [request.list, before.watermark, request.watermark] as const;
  if (touchCount(db, ...stretch, MOST_TOUCHED) > MOST_TOUCHED) return undefined;
  const touched = touchedEntries(db, ...stretch);
  return touched && fromPrevious(before, touched, digester);
}
