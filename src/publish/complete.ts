import { TargetFile } from "@tufjs/models";
import { HifazatError } from "../core/errors.ts";
import { DEFAULT_BATCH_LIMITS } from "../core/guard/batch-stop.ts";
import { manifestName } from "../protocol/artefact-names.ts";
import { type Manifest, parseManifest } from "../protocol/manifest.ts";
import type { ReleaseRow } from "../storage/releases.ts";
import { loadOnlineKeys } from "./keys/online-keys.ts";
import { namedManifest, targetFile } from "./published-release.ts";
import { PUBLIC_LIST, type Publishing } from "./publishing.ts";
import { requestOf } from "./release-request.ts";
import { removeOutdated } from "./retention.ts";
import { sealedFacts } from "./sealed/sealed-facts.ts";
import { sha256 } from "./sha256.ts";
import { keptSite } from "./site-file.ts";
import { newestRoot, readChain } from "./tuf/chain.ts";
import { extendChain } from "./tuf/extend-chain.ts";

/** A file of a release: its TUF target path, what it hashes to, its length. */
export type NamedFile = { readonly name: string; readonly sha256: string; readonly bytes: number };

/**
 * Takes a release whose number is taken to its end, from wherever an earlier run left it. Every step looks first at what
 * is done already, so it can be run again and again. `staged`: the files, when this very process has just staged them;
 * otherwise they are looked for and checked. The caller holds the publish lock.
 */
export async function completeRelease(
  publishing: Publishing,
  row: ReleaseRow,
  staged?: readonly NamedFile[],
): Promise<void> {
  const { folder, store, staging, ledger, now, onStep } = publishing;
  const chain = await readChain(store);
  const named = chain && (await namedManifest(store, chain.targets, PUBLIC_LIST));
  if (named?.release !== row.number) {
    const files = staged ?? (await filesOf(publishing, row));
    const missing = [];
    for (const file of files) {
      if (!(await store.has(targetFile(file))))
        missing.push({ name: targetFile(file), file: staging.fileOf(row.number, file) });
    }
    await store.adopt(missing);
    onStep?.("files-published");

    // Crash window: files that no metadata names. Nobody looks for them yet.
    const keys = await loadOnlineKeys(folder, (await newestRoot(store)).signed);
    const targets = { ...keptSite(chain), ...Object.fromEntries(files.map((file) => [file.name, targetOf(file)])) };
    await extendChain({ store, keys, now: now(), chain, from: "targets", targets, ...(onStep && { onStep }) });
  }

  // Crash window: clients see the release, the database does not know it; the next run finds it named by the chain.
  ledger.markPublished(row.number, Math.floor(now().getTime() / 1000));
  onStep?.("marked");
  await staging.clear();
  await removeOutdated(store, PUBLIC_LIST, now());
  onStep?.("cleaned");
  publishing.notify?.(row.number);
  onStep?.("notified");
}

const targetOf = ({ name: path, sha256, bytes: length }: NamedFile): TargetFile =>
  new TargetFile({ path, length, hashes: { sha256 } });

/** The release's files, manifest first, each in the store or staged; built again when they are in neither. */
async function filesOf(publishing: Publishing, row: ReleaseRow): Promise<NamedFile[]> {
  return (await preparedFiles(publishing, row, row.manifestSha256)) ?? (await rebuiltFiles(publishing, row));
}

async function preparedFiles(
  { store, staging }: Publishing,
  row: ReleaseRow,
  manifestSha256: string,
): Promise<NamedFile[] | undefined> {
  const find = async (file: { name: string; sha256: string }): Promise<Uint8Array | undefined> => {
    const bytes = (await store.get(targetFile(file))) ?? (await staging.read(row.number, file));
    // What is in the store is whole under its name or absent; what is staged may be anything.
    return bytes !== undefined && sha256(bytes) === file.sha256 ? bytes : undefined;
  };
  const reference = { name: manifestName(PUBLIC_LIST), sha256: manifestSha256 };
  const bytes = await find(reference);
  if (bytes === undefined) return undefined;
  const manifest = parseManifest(new TextDecoder().decode(bytes));
  const files = [{ ...reference, bytes: bytes.length }, ...filesNamedBy(manifest)];
  if (row.lists.sealed !== undefined) files.push(row.lists.sealed.file);
  for (const file of files) if ((await find(file)) === undefined) return undefined;
  return files;
}

const filesNamedBy = ({ snapshot, deltas, filter, index, blocks, indexDelta }: Manifest): NamedFile[] => [
  snapshot,
  ...deltas,
  filter,
  index,
  ...(blocks === undefined ? [] : [blocks]),
  ...(indexDelta === undefined ? [] : [indexDelta]),
];

/**
 * The staged files are gone (another disk, a restored backup): the database still says what they were. Another version of
 * Node may compress differently; the list itself has to be what was announced.
 */
async function rebuiltFiles(publishing: Publishing, row: ReleaseRow): Promise<NamedFile[]> {
  const { ledger, staging, prepare, settle } = publishing;
  // Whoever has been taken off since is not to read what is only now coming out.
  const recipients = row.lists.sealed === undefined ? [] : ledger.recipients();
  const order = recipients.length === 0 ? undefined : { recipients, salt: row.lists.sealed?.salt ?? "" };
  const request = requestOf(PUBLIC_LIST, row, ledger.row, order);
  const gate = {
    since: undefined,
    listSize: 0,
    unchanged: true,
    limits: DEFAULT_BATCH_LIMITS,
    released: true,
  };
  const prepared = await prepare(request, gate);
  if (prepared.kind !== "built") throw new HifazatError("internal", `Release ${row.number} cannot be built again.`);
  const { release, sealed } = prepared;
  const [manifest] = release.files;
  const same =
    release.manifest.identity.sha256 === row.lists[PUBLIC_LIST]?.identity &&
    (sealed === undefined || sealed.identity === row.lists.sealed?.identity);
  if (!same)
    throw new HifazatError(
      "identity_mismatch",
      `Release ${row.number}, built again, is another list than was announced: the database was changed. See "hifazat audit verify".`,
    );
  await staging.write(row.number, sealed === undefined ? release.files : [...release.files, sealed.file]);
  await settle();
  // Encrypted anew it is another file. Crash window: the row names the old one still; the next run comes here again.
  const { sealed: _, ...others } = row.lists;
  const rebuilt = { ...row, lists: { ...others, ...(sealed && order && { sealed: sealedFacts(sealed, order) }) } };
  if (row.lists.sealed !== undefined) ledger.replaceSealed(rebuilt);
  if (manifest.sha256 !== row.manifestSha256) {
    const at = Math.floor(publishing.now().getTime() / 1000);
    const subject = `release:${row.number}`;
    ledger.audit({ at, actor: "publisher", action: "release.rebuilt", subject, detail: { manifest: manifest.sha256 } });
  }
  const files = await preparedFiles(publishing, rebuilt, manifest.sha256);
  if (files === undefined)
    throw new HifazatError(
      "identity_mismatch",
      `A file of release ${row.number} in the repository is not what its name says: restore it from a mirror.`,
    );
  return files;
}
