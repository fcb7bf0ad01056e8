import { HifazatError } from "../core/errors.ts";
import type { ListName } from "../core/list-name.ts";
import { type Applied, applyHeld } from "./apply-held.ts";
import { loadAllowList } from "./config/local-files.ts";
import { loadSealedKeys } from "./config/sealed-keys.ts";
import type { Settings } from "./config/settings.ts";
import { mustFind, mustHead, mustRead } from "./kept.ts";
import { receiptOf } from "./receipt.ts";
import { stateFolder } from "./state/folder.ts";
import { inForce, writeHead } from "./state/lists.ts";
import { takeLock } from "./state/lock.ts";
import { queueReceipt } from "./state/receipts.ts";
import type { SyncPorts } from "./sync.ts";

/**
 * Puts an earlier kept list in force (`to`, by default the one before) and pins it: `sync` goes on looking what the
 * registry has but changes nothing until `sync --resume`. The next receipt says so. The step back is the operator's own
 * decision, so no bound applies.
 */
export async function rollback(
  settings: Settings,
  list: ListName,
  to: number | undefined,
  ports: Pick<SyncPorts, "clock" | "runHook" | "askResolver" | "pause" | "step">,
): Promise<Applied> {
  const state = stateFolder(settings.state, loadSealedKeys(settings));
  const folder = state.list(list);
  const allow = loadAllowList(settings);
  mustHead(folder);
  const unlock = await takeLock(state.locks);
  try {
    const head = mustHead(folder);
    const current = inForce(head);
    const before = head.kept.find((kept) => kept.release < current.release);
    const target = to === undefined ? before : mustFind(head, to);
    if (target === undefined)
      throw new HifazatError("nothing_to_roll_back", `Nothing older than release ${current.release} is kept.`);
    await mustRead(folder, target);
    const at = ports.clock();
    const pinned = { ...head, pinned: { release: target.release, at: at.toISOString() } };
    writeHead(folder, pinned);
    const applied = await applyHeld({
      settings,
      state,
      list,
      head: pinned,
      allow,
      bounds: undefined,
      taken: undefined,
      ports,
    });
    if (applied.report !== undefined) {
      const report = { ...applied.report, offered: undefined, change: undefined };
      if (queueReceipt(state, receiptOf(report, applied.outputs, allow, at))) ports.step("receipt_queued");
    }
    return applied;
  } finally {
    unlock();
  }
}
