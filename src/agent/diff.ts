import { HifazatError } from "../core/errors.ts";
import type { ListName } from "../core/list-name.ts";
import { type Change, diffLists } from "../protocol/delta.ts";
import { loadSealedKeys } from "./config/sealed-keys.ts";
import type { Settings } from "./config/settings.ts";
import { mustFind, mustHead, mustRead } from "./kept.ts";
import { stateFolder } from "./state/folder.ts";
import { inForce } from "./state/lists.ts";

export type ListDiff = { readonly from: number; readonly to: number; readonly changes: readonly Change[] };

/** What changed between two kept releases; by default from the one before to the one in force. */
export async function diffKept(
  settings: Settings,
  list: ListName,
  wanted: { from: number | undefined; to: number | undefined },
): Promise<ListDiff> {
  const folder = stateFolder(settings.state, loadSealedKeys(settings)).list(list);
  const head = mustHead(folder);
  const to = wanted.to === undefined ? inForce(head) : mustFind(head, wanted.to);
  const before = head.kept.find((kept) => kept.release < to.release);
  const from = wanted.from === undefined ? before : mustFind(head, wanted.from);
  if (from === undefined)
    throw new HifazatError("nothing_to_roll_back", `Nothing older than release ${to.release} is kept.`);
  const changes = diffLists((await mustRead(folder, from)).text, (await mustRead(folder, to)).text);
  return { from: from.release, to: to.release, changes };
}
