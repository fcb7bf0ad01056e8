import { HifazatError } from "../core/errors.ts";
import { type GuardRule, parseGuardRule } from "../core/guard/guard-rule.ts";
import { readFile } from "./read-file.ts";

/** A line that is no name. Reported, because a list that stops guarding a name must not do so unnoticed. */
export type BadRule = { readonly line: number; readonly text: string };
export type ReadRules = { readonly rules: GuardRule[]; readonly bad: BadRule[] };

/**
 * Reads a guard list: a name a line (`.name` for everything below too, `#` comments), or a MISP warning list in JSON
 * (`{"list": [...]}`), whose line numbers are places in the list from 1. Throws a `file_…` code when it is no list at all
 * or holds no name: an empty guard list would let everything pass.
 */
export async function readGuardList(bytes: Uint8Array): Promise<ReadRules> {
  const read = isJson(bytes) ? fromJson(new TextDecoder().decode(bytes)) : await fromLines(bytes);
  if (read.rules.length === 0) throw new HifazatError("file_empty", "the guard list holds no name");
  return read;
}

function isJson(bytes: Uint8Array): boolean {
  return /^\s*\{/.test(new TextDecoder().decode(bytes.subarray(0, 64)));
}

function fromJson(text: string): ReadRules {
  const read: ReadRules = { rules: [], bad: [] };
  for (const [index, value] of listOf(text).entries()) {
    if (typeof value === "string") add(read, value.trim(), index + 1);
    else read.bad.push({ line: index + 1, text: JSON.stringify(value) });
  }
  return read;
}

function listOf(text: string): unknown[] {
  try {
    const list: unknown = JSON.parse(text)?.list;
    if (Array.isArray(list)) return list;
  } catch (cause) {
    throw new HifazatError("file_bad_format", "the guard list begins like JSON and is none", { cause });
  }
  throw new HifazatError("file_bad_format", 'the guard list is JSON without a "list"');
}

async function fromLines(bytes: Uint8Array): Promise<ReadRules> {
  const read: ReadRules = { rules: [], bad: [] };
  for await (const lines of readFile(bytes)) {
    for (const line of lines) {
      const text = line.text.replace(/(?:^|\s)#.*$/, "").trim();
      if (line.tooLong) read.bad.push({ line: line.number, text: line.text });
      else if (text !== "") add(read, text, line.number);
    }
  }
  return read;
}

function add(read: ReadRules, text: string, line: number): void {
  const rule = parseGuardRule(text);
  if (rule === undefined) read.bad.push({ line, text: text.slice(0, 200) });
  else read.rules.push(rule);
}
