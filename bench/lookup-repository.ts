import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { syntheticNames } from "../scripts/synthetic-names.ts";
import { openIndex } from "../src/protocol/index-file/read.ts";
import { type Files, newKeys, releaseFiles, writeFiles } from "../test/fixtures/repository.ts";

export type BenchRepository = {
  /** A data folder with release 1. */
  readonly data: string;
  readonly indexFile: string;
  readonly names: readonly string[];
  /** Replaces metadata and manifest by those of the next release, whose index lies ready. False after the last. */
  readonly nextRelease: () => boolean;
};

/** A signed repository with `size` made-up names, and as many releases of it as asked for, ready to be switched on. */
export function writeRepository(folder: string, size: number, releases: number): BenchRepository {
  const data = join(folder, "data");
  const repository = join(data, "public", "tuf");
  mkdirSync(repository, { recursive: true });
  const names = [...syntheticNames(size)];
  const keys = newKeys();
  const pending: Files[] = [];
  let indexFile = "";
  for (let release = 1; release <= releases; release++) {
    // Every release lacks one more name, so that its index is another file of the same size.
    const entries = names.slice(release - 1).map((value) => ({ value, scope: "domain" as const }));
    const files = releaseFiles({ release, entries, keys });
    const [[indexPath, index] = ["", new Uint8Array()], ...others] = Object.entries(files);
    if (openIndex(index.slice().buffer).header.release !== release) throw new Error("not the index of this release");
    writeFiles(repository, { [indexPath]: index });
    if (release === 1) {
      indexFile = join(repository, indexPath);
      writeFiles(repository, Object.fromEntries(others));
    } else pending.push(Object.fromEntries(others));
  }
  return {
    data,
    indexFile,
    names,
    nextRelease() {
      const files = pending.shift();
      if (files !== undefined) writeFiles(repository, files);
      return files !== undefined;
    },
  };
}
