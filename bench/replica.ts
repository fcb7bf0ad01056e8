// `npm run bench:replica [-- ENTRIES]`: what a replica has to fetch of the index when a release changes 10, 1,000 and 10,000
// names, by each way there is: whole, whole under zstd, the blocks that differ, the index delta; and what each costs it in
// processor time. Real files of the real publisher. Ratios hold; absolute times are this machine's.
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { syntheticNames } from "../scripts/synthetic-names.ts";
import { parseManifest } from "../src/protocol/manifest.ts";
import { initialise } from "../src/publish/initialise.ts";
import { publish } from "../src/publish/publish.ts";
import { targetFile } from "../src/publish/published-release.ts";
import { openPublishing } from "../src/publish/publishing.ts";
import { rebuildIndex } from "../src/serve/rebuild-index.ts";
import { openDatabase } from "../src/storage/database.ts";
import { approved } from "../test/fixtures/orders.ts";
import { filesBelow, repositoryOf } from "../test/publish/tree.ts";

const ENTRIES = Number(process.argv[2] ?? "983089");
const CHANGES = [10, 1_000, 10_000];
const BLOCK = 65_536;
const folder = mkdtempSync(join(tmpdir(), "hifazat-bench-replica-"));
const data = join(folder, "data");

try {
  await initialise(data, new Date());
  const db = openDatabase(join(data, "hifazat.db"));
  const publishing = openPublishing(data, db);
  approved(db, [...syntheticNames(ENTRIES)], { number: "0" });
  await publish(publishing, { releasedBy: "S" });
  let before = released(1);
  for (const [at, changes] of CHANGES.entries()) {
    approved(db, [...syntheticNames(changes, ENTRIES * 2 + at * 100_000)], { number: String(at + 1) });
    await publish(publishing, { releasedBy: "S" });
    const after = released(at + 2);
    await compare(changes, before, after);
    before = after;
  }
  db.sqlite.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

type Released = ReturnType<typeof released>;

function released(release: number) {
  for (const [path, bytes] of filesBelow(repositoryOf(data))) {
    if (!path.endsWith(".manifest.json")) continue;
    const manifest = parseManifest(new TextDecoder().decode(bytes));
    const file = (name: { name: string; sha256: string }) => join(repositoryOf(data), targetFile(name));
    if (manifest.release === release) return { manifest, file };
  }
  throw new Error(`no release ${release}`);
}

async function compare(changes: number, before: Released, after: Released): Promise<void> {
  const { index, indexDelta } = after.manifest;
  if (indexDelta === undefined) throw new Error("the release has no index delta");
  const base = { file: before.file(before.manifest.index), sha256: before.manifest.index.sha256 };
  const [old, fresh] = [readFileSync(base.file), readFileSync(after.file(index))];
  const known = new Set(blocks(old));
  const different = blocks(fresh).filter((block) => !known.has(block)).length;
  const zstd = zstdCompressSync(fresh, { params: { [constants.ZSTD_c_compressionLevel]: 3 } });
  const delta = readFileSync(after.file(indexDelta));
  const hashing = seconds(() => createHash("sha256").update(fresh).digest());
  const inflating = seconds(() => zstdDecompressSync(zstd));
  const begun = process.cpuUsage();
  const made = await rebuildIndex({ base, delta, sha256: index.sha256 });
  const { user, system } = process.cpuUsage(begun);
  if (!("index" in made)) throw new Error(made.reason);
  say(`${changes.toLocaleString("en")} new names in ${ENTRIES.toLocaleString("en")}`);
  tell("whole", index.bytes, hashing);
  tell("zstd -3", zstd.length, inflating + hashing);
  tell(`blocks that differ (${((100 * different * BLOCK) / index.bytes).toFixed(1)} %)`, different * BLOCK, hashing);
  tell("index delta", delta.length, (user + system) / 1e6);
}

function blocks(file: Buffer): string[] {
  return Array.from({ length: Math.ceil(file.length / BLOCK) }, (_, at) =>
    createHash("sha256")
      .update(file.subarray(at * BLOCK, (at + 1) * BLOCK))
      .digest("hex"),
  );
}

function seconds(work: () => unknown): number {
  const begun = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1e6;
}

function tell(way: string, bytes: number, cpu: number): void {
  say(`  ${way.padEnd(32)} ${(bytes / 1e6).toFixed(4).padStart(9)} MB  ${cpu.toFixed(2)} s of processor`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
