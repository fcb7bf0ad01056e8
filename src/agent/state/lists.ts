import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { z } from "zod";
import { HifazatError } from "../../core/errors.ts";
import type { HeldList } from "../list/accept.ts";
import { openSealed } from "../list/open-sealed.ts";
import { attempt, ifPresent, makeFolder, replaceFile, syncFolder } from "./durable.ts";
import { type ListFolder, STATE_FILE_MODE } from "./folder.ts";

const keptList = z.object({
  release: z.int().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().min(0),
  entries: z.int().min(0),
  /** When the registry published it, and when it was accepted here; ISO times. */
  published: z.string(),
  acceptedAt: z.string(),
  /** `.age`: as it came, encrypted; its clear text is never on the disk. */
  file: z.string().regex(/^\d+-[0-9a-f]{16}\.(?:list|age)$/),
  /** SHA-256 of such a file. */
  stored: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

const listHead = z.object({
  format: z.literal("hifazat-agent-list/1"),
  /** Newest first. The first is the newest accepted; files beside this one that are not named here are leftovers. */
  kept: z.array(keptList).min(1),
  /** The release an operator rolled back to and since when; it stays in force until `sync --resume`. */
  pinned: z.object({ release: z.int().min(1), at: z.string() }).nullable(),
});

/** One list as the state folder has it. */
export type KeptList = Readonly<z.infer<typeof keptList>>;

/** Which lists are kept and which is in force. Written last, so it never names what is not there. */
export type ListHead = Readonly<z.infer<typeof listHead>>;

/** The head, or undefined before the first list. */
export function readHead(folder: ListFolder): ListHead | undefined {
  const text = attempt(`read ${folder.head}`, () => ifPresent(() => readFileSync(folder.head, "utf8")));
  if (text === undefined) return undefined;
  try {
    return listHead.parse(JSON.parse(text));
  } catch (cause) {
    const message = `${folder.head} is not what the agent wrote. Remove it to start over with a whole list.`;
    throw new HifazatError("state_unusable", message, { cause });
  }
}

export function inForce(head: ListHead): KeptList {
  const pinned = head.kept.find((kept) => kept.release === head.pinned?.release);
  return pinned ?? newest(head);
}

export function newest(head: ListHead): KeptList {
  const [first] = head.kept;
  if (first === undefined) throw new HifazatError("internal", "a head without lists");
  return first;
}

/**
 * A kept list's text, checked against its identity; undefined when the file is gone or was changed, or is encrypted to a
 * key that is not here any more.
 */
export async function readKept(folder: ListFolder, kept: KeptList): Promise<HeldList | undefined> {
  const { release, sha256, entries, file } = kept;
  const bytes = attempt(`read list ${file}`, () => ifPresent(() => readFileSync(folder.text(file))));
  if (bytes === undefined) return undefined;
  if (!file.endsWith(".age")) return digestOf(bytes) === sha256 ? { release, sha256, entries, text: bytes } : undefined;
  const opened = await openSealed(bytes, folder.sealedKeys).catch((error: unknown) => {
    if (error instanceof HifazatError) return undefined;
    throw error;
  });
  return opened?.identity === sha256 ? { release, sha256, entries, text: opened.list } : undefined;
}

const digestOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The steps of taking a list in; after each the process may die, and the next start finds either the old head or the new. */
export type CommitStep = "list_written" | "head_written" | "lists_pruned";

/** Makes an accepted list the newest. `keep` counts it. Nothing is accepted while a list is pinned. */
export function commitList(
  folder: ListFolder,
  head: ListHead | undefined,
  accepted: Omit<KeptList, "file" | "stored"> & {
    readonly text: Uint8Array;
    readonly sealedFile: Uint8Array | undefined;
  },
  keep: number,
  step: (name: CommitStep) => void,
): ListHead {
  const { text, sealedFile, ...facts } = accepted;
  const name = `${facts.release}-${facts.sha256.slice(0, 16)}`;
  const list: KeptList =
    sealedFile === undefined
      ? { ...facts, file: `${name}.list` }
      : { ...facts, file: `${name}.age`, stored: digestOf(sealedFile) };
  makeFolder(folder.root);
  replaceFile(folder.text(list.file), sealedFile ?? text, STATE_FILE_MODE);
  step("list_written");
  const others = (head?.kept ?? []).filter((kept) => kept.file !== list.file);
  const kept = [list, ...others.slice(0, keep - 1)];
  const next: ListHead = { format: "hifazat-agent-list/1", kept, pinned: null };
  writeHead(folder, next);
  step("head_written");
  pruneLists(folder, next);
  step("lists_pruned");
  return next;
}

export function writeHead(folder: ListFolder, head: ListHead): void {
  replaceFile(folder.head, `${JSON.stringify(head, null, 2)}\n`, STATE_FILE_MODE);
}

/** Removes what the head does not name: lists too old, and leftovers of a run that died. */
export function pruneLists(folder: ListFolder, head: ListHead | undefined): void {
  const named = new Set(["head.json", ...(head?.kept ?? []).map((kept) => kept.file)]);
  attempt(`clean ${folder.root}`, () => {
    const stray = (ifPresent(() => readdirSync(folder.root)) ?? []).filter((name) => !named.has(name));
    for (const name of stray) rmSync(folder.text(name), { recursive: true, force: true });
    if (stray.length > 0) syncFolder(folder.root);
  });
}
