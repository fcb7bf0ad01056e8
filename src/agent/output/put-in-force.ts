import { fileLines } from "./file-lines.ts";
import type { FilePatch } from "./file-patch.ts";
import type { HookResult } from "./hook.ts";
import { unboundDelta } from "./unbound-delta.ts";
import { verify } from "./verify.ts";
import type { OutputWork } from "./write-output.ts";

export type InForce =
  | { readonly kind: "ok" }
  | { readonly kind: "failed"; readonly code: "hook_failed" | "verify_failed"; readonly message: string };

/** How long a resolver that should have the list already is asked, seconds: a lost packet is no alarm. */
const RECHECK_SECONDS = 5;

/**
 * Tells the resolver about the file at the output's path, and asks it whether it has it. `before` is the file that it has
 * now, or undefined when that is not known; `patch` how the one came from the other, where that is known.
 */
export async function putInForce(work: OutputWork, before: string | undefined, patch?: FilePatch): Promise<InForce> {
  const told = await tell(work, before, patch);
  if (told.kind === "failed")
    return { kind: "failed", code: "hook_failed", message: `The reload hook failed (${told.message})` };
  const { verify: how } = work.output;
  if (how === undefined) return { kind: "ok" };
  return verdictOf(await verify(work, how, how.timeoutSeconds));
}

/**
 * Whether a resolver that was told before still answers as it should: one that was restarted, or that gave the list up, is
 * told everything again.
 */
export async function keepInForce(work: OutputWork): Promise<InForce> {
  const { verify: how } = work.output;
  if (how === undefined) return { kind: "ok" };
  const still = await verify(work, how, RECHECK_SECONDS);
  return still.kind === "ok" ? still : putInForce(work, undefined);
}

function verdictOf(verdict: Awaited<ReturnType<typeof verify>>): InForce {
  if (verdict.kind === "ok") return verdict;
  const message = `The resolver does not answer as the file says (${verdict.message})`;
  return { kind: "failed", code: "verify_failed", message };
}

/** By its cheapest door: Unbound's control socket takes differences, so that nothing has to be loaded again. */
export async function tell(work: OutputWork, before: string | undefined, patch?: FilePatch): Promise<HookResult> {
  const { control, reload, path } = work.output;
  if (control === undefined || (before === undefined && reload !== undefined)) return runReload(work);
  const delta =
    before !== undefined && patch !== undefined
      ? unboundDelta(patch.before, patch.after)
      : unboundDelta(before === undefined ? [] : fileLines(before), fileLines(path));
  for (const [command, lines] of Object.entries(delta)) {
    if (lines.length === 0) continue;
    const result = await run(work, [...control, command], `${lines.join("\n")}\n`);
    if (result.kind === "failed") return result;
  }
  return { kind: "ok" };
}

async function runReload(work: OutputWork): Promise<HookResult> {
  return work.output.reload === undefined ? { kind: "ok" } : run(work, work.output.reload);
}

async function run(work: OutputWork, command: readonly [string, ...string[]], input?: string): Promise<HookResult> {
  const { output, list, source, runHook } = work;
  const result = await runHook(command, {
    timeoutSeconds: output.reloadTimeoutSeconds,
    environment: { HIFAZAT_PATH: output.path, HIFAZAT_LIST: source.list, HIFAZAT_RELEASE: String(list.release) },
    ...(input === undefined ? {} : { input }),
  });
  if (result.kind === "ok" || source.list !== "sealed") return result;
  return { kind: "failed", message: `${command[0]} failed; what it said is not kept, it may name what is sealed` };
}
