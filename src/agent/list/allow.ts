import { createHash } from "node:crypto";
import { HifazatError } from "../../core/errors.ts";
import { canonicalise } from "../../core/target/canonicalise.ts";
import type { Target } from "../../core/target/target.ts";

/**
 * What this operator does not block although the registry lists it. It is local and visible: `status` shows it and every
 * receipt reports its use. `name` leaves out every entry at the name and below it, `=name` the `host` entry of exactly
 * that name, `host/path` the entry of exactly that URL.
 */
export type AllowList = {
  readonly targets: readonly Target[];
  readonly sha256: string;
  /** Whether the entry is to be left out, and by which line. */
  readonly allows: (entry: { scope: Target["scope"]; value: string }) => Target | undefined;
};

export type AllowFault = { readonly line: number; readonly text: string; readonly code: string };

/** Reads an allow list: one target a line; empty lines and lines that begin with # are comments. */
export function parseAllowList(text: string): { list: AllowList; faults: readonly AllowFault[] } {
  const targets: Target[] = [];
  const faults: AllowFault[] = [];
  for (const [at, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const reading = canonicalise(line);
    if (reading.kind === "target") targets.push(reading.target);
    else if (reading.code !== "comment" && reading.code !== "empty")
      faults.push({ line: at + 1, text: line, code: reading.code });
  }
  return { list: allowListOf(targets, text), faults };
}

/** The same, refusing the whole file for one bad line: a typing error must not quietly block what should pass. */
export function readAllowList(text: string, where: string): AllowList {
  const { list, faults } = parseAllowList(text);
  const [first] = faults;
  if (first !== undefined)
    throw new HifazatError("config_invalid", `${where}:${first.line}: ${first.code}: ${first.text}`);
  return list;
}

export const NO_ALLOW_LIST: AllowList = allowListOf([], "");

function allowListOf(targets: readonly Target[], text: string): AllowList {
  const domains = new Map<string, Target>();
  const others = new Map<string, Target>();
  for (const target of targets) {
    if (target.scope === "domain") domains.set(target.value, target);
    else others.set(`${target.scope} ${target.value}`, target);
  }
  return {
    targets,
    sha256: createHash("sha256").update(text).digest("hex"),
    allows(entry) {
      if (targets.length === 0) return undefined;
      const exact = others.get(`${entry.scope} ${entry.value}`);
      if (exact !== undefined) return exact;
      for (const name of namesAbove(hostOf(entry.value))) {
        const allowed = domains.get(name);
        if (allowed !== undefined) return allowed;
      }
      return undefined;
    },
  };
}

/** The host of a canonical value: all of a name, a URL's part before its port or path. */
export function hostOf(value: string): string {
  const end = value.search(/[:/]/);
  return end === -1 ? value : value.slice(0, end);
}

/** The name itself and each parent, nearest first. */
export function* namesAbove(name: string): Generator<string> {
  for (let rest = name; ; rest = rest.slice(rest.indexOf(".") + 1)) {
    yield rest;
    if (!rest.includes(".")) return;
  }
}
