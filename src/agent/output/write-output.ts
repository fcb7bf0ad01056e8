import { createHash } from "node:crypto";
import { copyFileSync, linkSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type ErrorCode, HifazatError } from "../../core/errors.ts";
import type { ListLine } from "../../protocol/list.ts";
import type { OutputSettings } from "../config/settings.ts";
import type { ListStep } from "../list/accept.ts";
import type { AllowList } from "../list/allow.ts";
import { type Bounds, checkBounds } from "../list/bound.ts";
import { render } from "../render/formats.ts";
import type { RenderSource, Tally } from "../render/rendering.ts";
import { ifPresent, moveIntoPlace, partialOf, syncFolder } from "../state/durable.ts";
import type { StateFolder } from "../state/folder.ts";
import type { KeptList } from "../state/lists.ts";
import { type OutputRecord, readOutputRecord, writeOutputRecord } from "../state/output-record.ts";
import { type FilePatch, filePatch } from "./file-patch.ts";
import type { HookResult, RunHook } from "./hook.ts";
import { patched } from "./patched.ts";
import { type InForce, keepInForce, putInForce, tell } from "./put-in-force.ts";
import { type RenderedFile, renderFile, stampLater } from "./render-file.ts";
import type { VerifyPorts } from "./verify.ts";

/** The steps of putting a file into place; the process may die after each. */
export type OutputStep =
  | "output_rendered"
  | "output_announced"
  | "previous_linked"
  | "output_renamed"
  | "output_recorded";

export type OutputReport = {
  readonly name: string;
  readonly format: string;
  readonly path: string;
  readonly result: "unchanged" | "written" | "failed";
  readonly code: ErrorCode | undefined;
  readonly message: string;
  readonly release: number;
  readonly tally: Tally | undefined;
};

export type OutputWork = VerifyPorts & {
  readonly state: StateFolder;
  readonly output: OutputSettings;
  readonly list: KeptList;
  readonly text: Uint8Array;
  readonly source: Omit<RenderSource, "sentinel">;
  readonly allow: AllowList;
  /** Undefined: any drop is what the operator asked for. */
  readonly bounds: Bounds | undefined;
  /** How the list came from the one before, where that is known. */
  readonly came: ListStep | undefined;
  /** A few domains that are new in the list, where that is known. */
  readonly sample: readonly string[];
  readonly runHook: RunHook;
  readonly step: (name: OutputStep) => void;
};

/**
 * Brings one output up to its list: renders beside it, checks, renames, runs the reload hook. When anything fails, the file
 * that was there stays or comes back, and the report says why; this never throws. A run that died is finished by the next
 * one: until the hook has succeeded the record says `writing`, so everything from the rendering on is done again.
 */
export async function writeOutput(work: OutputWork): Promise<OutputReport> {
  const { output, state } = work;
  const record = readOutputRecord(state, output.name);
  const key = keyOf(work);
  if (record?.state === "done" && record.key === key && record.path === output.path && isInPlace(record)) {
    rmSync(previousOf(output.path), { force: true });
    return { ...report(work, "unchanged", record.tally), ...failureOf(await keepInForce(work)) };
  }
  const serial = nextSerial(record, key, work.list.release);
  try {
    return await place(work, record, key, serial);
  } catch (error) {
    rmSync(partialOf(output.path), { force: true });
    const code = error instanceof HifazatError ? error.code : "output_failed";
    const message = error instanceof Error ? error.message : String(error);
    return { ...report(work, "failed", undefined), code, message };
  }
}

async function place(
  work: OutputWork,
  record: OutputRecord | undefined,
  key: string,
  serial: number,
): Promise<OutputReport> {
  const { output, state, step } = work;
  const partial = partialOf(output.path);
  const { file, patch } = patchFile(work, record, serial) ?? { file: wholeFile(work, serial), patch: undefined };
  checkOutputBounds(work, record, file.tally);
  step("output_rendered");
  const fresh = recordOf(work, key, serial, file, partial);
  if (record?.state === "done" && record.path === output.path && record.sha256 === file.sha256 && isInPlace(record)) {
    // Another release, but nothing this file says has changed: the resolver need not hear of it.
    rmSync(partial);
    writeOutputRecord(state, output.name, { ...fresh, state: "done", modifiedMs: record.modifiedMs });
    return report(work, "unchanged", file.tally);
  }
  writeOutputRecord(state, output.name, { ...fresh, state: "writing" });
  step("output_announced");
  keepPrevious(output.path, record?.state !== "done" && record !== undefined);
  step("previous_linked");
  moveIntoPlace(partial, output.path);
  step("output_renamed");
  const before = ifPresent(() => statSync(previousOf(output.path))) && previousOf(output.path);
  const put = await putInForce(work, before, patch);
  if (put.kind === "failed") return restore(work, fresh, put);
  writeOutputRecord(state, output.name, { ...fresh, state: "done" });
  step("output_recorded");
  rmSync(previousOf(output.path), { force: true });
  return report(work, "written", file.tally);
}

function wholeFile({ output, source }: OutputWork, serial: number): RenderedFile {
  const rendering = render({ ...source, sentinel: output.sentinel }, output.format, serial);
  return renderFile(rendering, partialOf(output.path), output.mode, output.path);
}

/**
 * The same file, made of the one in place by what the release changed: of a million lines a few thousand are rendered.
 * Undefined when that cannot be done, or did not work: then the whole is rendered.
 */
function patchFile(
  work: OutputWork,
  record: OutputRecord | undefined,
  serial: number,
): { file: RenderedFile; patch: FilePatch } | undefined {
  const { output, came, list, allow } = work;
  if (came === undefined || record?.state !== "done" || record.path !== output.path || !isInPlace(record))
    return undefined;
  const { release, sha256, text } = came.from;
  if (record.key !== keyOf({ ...work, list: { ...list, release, sha256 } })) return undefined;
  const before = { list: text, release, serial: record.serial, tally: record.tally };
  const next = { list: work.text, source: { ...work.source, sentinel: output.sentinel }, serial };
  const lines = (excerpt: readonly ListLine[]) => excerpt.filter((line) => allow.allows(line) === undefined);
  try {
    const patch = filePatch(before, next, came.changes, output.format, lines);
    if (patch === undefined) return undefined;
    const rendering = patched(output.path, record.sha256, patch);
    return { file: renderFile(rendering, partialOf(output.path), output.mode, output.path), patch };
  } catch (error) {
    // Whatever is wrong with it is wrong with the whole too, and is said then.
    if (error instanceof HifazatError) return undefined;
    throw error;
  }
}

/** The file the resolver refused goes, the one before it comes back, and the resolver is told again. */
async function restore(
  work: OutputWork,
  fresh: OutputRecord,
  reason: Extract<InForce, { kind: "failed" }>,
): Promise<OutputReport> {
  const { output, state } = work;
  const refused = refusedOf(output.path);
  rmSync(refused, { force: true });
  const restored = ifPresent(() => {
    linkOrCopy(output.path, refused);
    renameSync(previousOf(output.path), output.path);
    stampLater(output.path, refused);
    syncFolder(dirname(output.path));
    return true;
  });
  const after =
    restored === undefined
      ? "there was no previous file, so the new one stays"
      : afterRestore(await tell(work, refused));
  rmSync(refused, { force: true });
  const message = `${reason.message}; ${after}.`;
  writeOutputRecord(state, output.name, { ...fresh, state: "failed", message });
  return { ...report(work, "failed", fresh.tally), code: reason.code, message };
}

const afterRestore = (again: HookResult): string =>
  again.kind === "ok"
    ? "the previous file is back in place and was reloaded"
    : `the previous file is back in place, but its reload failed too (${again.message})`;

/** The file is in place and stays; but what reads it does not obey. */
function failureOf(put: InForce): Partial<OutputReport> {
  return put.kind === "ok" ? {} : { result: "failed", code: put.code, message: `${put.message}.` };
}

/**
 * Keeps the present file for `restore`. After a run that died or failed, the present file may be the one that was never
 * proved, and the link made then is the better one.
 */
function keepPrevious(path: string, unproved: boolean): void {
  const previous = previousOf(path);
  if (unproved && ifPresent(() => statSync(previous)) !== undefined) return;
  rmSync(previous, { force: true });
  ifPresent(() => linkOrCopy(path, previous));
  syncFolder(dirname(path));
}

/** Some file systems have no links, and Linux forbids one to a file of another user. */
function linkOrCopy(path: string, previous: string): void {
  try {
    linkSync(path, previous);
  } catch {
    copyFileSync(path, previous);
  }
}

/** The file that did not do, for as long as what it brought has to be taken back. */
const refusedOf = (path: string): string => join(dirname(path), `.${basename(path)}.hifazat-refused`);

const previousOf = (path: string): string => join(dirname(path), `.${basename(path)}.hifazat-previous`);

/** An allow list or option that empties a file is as bad as a list that does. */
function checkOutputBounds({ output, bounds }: OutputWork, record: OutputRecord | undefined, tally: Tally): void {
  // Another format or place carries another number of entries by right.
  if (bounds === undefined || record?.kind !== output.format.kind || record.path !== output.path) return;
  const before = record.tally.carried + record.tally.covered;
  const after = tally.carried + tally.covered;
  const change = { added: Math.max(0, after - before), dropped: Math.max(0, before - after) };
  checkBounds(`The output ${output.name}`, before, change, { ...bounds, maxGrowthShare: undefined });
}

/** Changes when the file would: by the list, the options, or the allow list. */
function keyOf({ output, list, allow }: OutputWork): string {
  const facts = [list.release, list.sha256, output.format, output.sentinel, output.mode, allow.sha256];
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
}

/** The release, as long as that grows; secondaries ignore a zone whose serial does not (DNS.md, pitfall 13). */
function nextSerial(record: OutputRecord | undefined, key: string, release: number): number {
  if (record === undefined) return release;
  if (record.key === key) return record.serial;
  return Math.max(release, record.serial + 1);
}

function recordOf(work: OutputWork, key: string, serial: number, file: RenderedFile, partial: string): OutputRecord {
  return {
    format: "hifazat-agent-output/1",
    path: work.output.path,
    kind: work.output.format.kind,
    state: "writing",
    key,
    release: work.list.release,
    serial,
    ...file,
    modifiedMs: statSync(partial).mtimeMs,
    at: work.clock().toISOString(),
    message: "",
  };
}

/** Whether the file is still the one recorded, as far as its size and time say. */
export function isInPlace(record: OutputRecord): boolean {
  const found = ifPresent(() => statSync(record.path));
  return found !== undefined && found.size === record.bytes && found.mtimeMs === record.modifiedMs;
}

function report({ output, list }: OutputWork, result: OutputReport["result"], tally: Tally | undefined): OutputReport {
  const { name, path, format } = output;
  return { name, format: format.kind, path, result, code: undefined, message: "", release: list.release, tally };
}
