import { HifazatError } from "../core/errors.ts";
import type { HeldList } from "./list/accept.ts";
import type { ListFolder } from "./state/folder.ts";
import { type KeptList, type ListHead, readHead, readKept } from "./state/lists.ts";

/** The head of a list that must be there. */
export function mustHead(folder: ListFolder): ListHead {
  const head = readHead(folder);
  if (head === undefined) throw new HifazatError("nothing_to_roll_back", "There is no list yet: run agent sync first.");
  return head;
}

/** A kept release that must be there. */
export function mustFind(head: ListHead, release: number): KeptList {
  const kept = head.kept.find((candidate) => candidate.release === release);
  if (kept !== undefined) return kept;
  const releases = head.kept.map((candidate) => candidate.release).join(", ");
  throw new HifazatError("nothing_to_roll_back", `Release ${release} is not kept; there are ${releases}.`);
}

/** Its text, unharmed. */
export async function mustRead(folder: ListFolder, kept: KeptList): Promise<HeldList> {
  const held = await readKept(folder, kept);
  if (held === undefined) throw new HifazatError("state_unusable", `The kept list ${kept.file} is damaged or gone.`);
  return held;
}
