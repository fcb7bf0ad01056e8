import type { ErrorCode } from "../core/errors.ts";
import type { ListName } from "../core/list-name.ts";
import type { Settings } from "./config/settings.ts";
import type { AcceptedList } from "./list/accept.ts";
import type { AllowList } from "./list/allow.ts";
import type { Bounds } from "./list/bound.ts";
import { allowUse, select } from "./list/selection.ts";
import type { RunHook } from "./output/hook.ts";
import type { VerifyPorts } from "./output/verify.ts";
import { type OutputReport, type OutputStep, writeOutput } from "./output/write-output.ts";
import type { StateFolder } from "./state/folder.ts";
import { inForce, type ListHead, readKept } from "./state/lists.ts";
import type { ListReport } from "./sync-report.ts";

export type Applied = {
  readonly outputs: readonly OutputReport[];
  readonly report: Omit<ListReport, "offered" | "change"> | undefined;
  readonly fault: { readonly code: ErrorCode; readonly message: string } | undefined;
};

/** Brings every output of a list up to the list in force. One output's failure does not keep the others back. */
export async function applyHeld(work: {
  settings: Settings;
  state: StateFolder;
  list: ListName;
  head: ListHead;
  allow: AllowList;
  bounds: Bounds | undefined;
  /** The list in force, when it was taken just now. */
  taken: AcceptedList | undefined;
  ports: VerifyPorts & { runHook: RunHook; step: (name: OutputStep) => void };
}): Promise<Applied> {
  const { settings, state, list, head, allow, bounds, taken, ports } = work;
  const kept = inForce(head);
  const text = taken?.text ?? (await readKept(state.list(list), kept))?.text;
  if (text === undefined) {
    const message = `The kept list ${kept.file} is damaged or gone; the outputs stay as they are until a sync fetches it anew.`;
    return { outputs: [], report: undefined, fault: { code: "state_unusable", message } };
  }
  const { lines, passes } = select(text, allow);
  const outputs: OutputReport[] = [];
  for (const output of settings.outputs.filter((candidate) => candidate.list === list)) {
    const source = { list, release: kept.release, lines, passes };
    const came = { came: taken?.step, sample: taken?.sample ?? [] };
    outputs.push(await writeOutput({ state, output, list: kept, text, source, allow, bounds, ...came, ...ports }));
  }
  const { release, entries, sha256, published } = kept;
  const report = {
    list,
    release,
    entries,
    sha256,
    published,
    pinned: head.pinned !== null,
    allow: allowUse(text, allow),
  };
  return { outputs, report, fault: undefined };
}
