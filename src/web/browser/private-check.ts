import type { Candidates } from "../../core/target/candidates.ts";
import { candidates } from "../../core/target/candidates.ts";
import { type Target, targetText } from "../../core/target/target.ts";

/**
 * The private check (DESIGN 8): reads the address as the registry does, with the registry's own code, and sends five
 * digits of the digest of each target that could cover it. This program is built without the tables of international
 * names and of public suffixes (runtime/web-assets.ts); a name that needs them makes it fetch the whole.
 */

type Words = Readonly<
  Record<"working" | "blocked" | "blockedBy" | "clear" | "refused" | "failed" | "missing" | "sent" | "ask", string>
> & { readonly scopes: Readonly<Record<Target["scope"], string>> };

const DIGITS = 5;

const form = document.querySelector<HTMLFormElement>("#private-check");
const field = document.querySelector<HTMLInputElement>("#private-url");
const answer = document.querySelector<HTMLElement>("#private-answer");
if (form !== null && field !== null && answer !== null) {
  const words = JSON.parse(form.dataset.words ?? "{}") as Words;
  const whole = form.dataset.whole ?? "";
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const asked = field.value.trim();
    if (asked === "") return show(answer, line(words.missing));
    show(answer, line(words.working));
    check(asked, whole)
      .then((found) => show(answer, ...told(found, words)))
      .catch(() => show(answer, line(words.failed)));
  });
}

type Found =
  | { readonly kind: "refused" }
  | { readonly kind: "clear"; readonly sent: number }
  | { readonly kind: "blocked"; readonly target: Target; readonly sent: number };

async function check(asked: string, whole: string): Promise<Found> {
  const read = await candidatesOf(asked, whole);
  if (read.kind === "refused") return { kind: "refused" };
  const prefixes = new Map<string, Promise<ReadonlySet<string>>>();
  for (const targets of [read.targets, ...read.variants.map(({ targets }) => targets)]) {
    const target = await firstListed(targets, prefixes);
    if (target !== undefined) return { kind: "blocked", target, sent: prefixes.size };
  }
  return { kind: "clear", sent: prefixes.size };
}

async function candidatesOf(asked: string, whole: string): Promise<Candidates> {
  try {
    return candidates(asked);
  } catch {
    // It needs a table that this program is built without.
    const complete = (await import(whole)) as { readonly candidates: typeof candidates };
    return complete.candidates(asked);
  }
}

/** The first of the targets that is on the list. All are asked for, hit or not, so that what is asked tells nothing of the answer. */
async function firstListed(
  targets: readonly Target[],
  prefixes: Map<string, Promise<ReadonlySet<string>>>,
): Promise<Target | undefined> {
  const hits = await Promise.all(
    targets.map(async (target) => {
      const digest = await sha256(targetText(target));
      const prefix = digest.slice(0, DIGITS);
      const suffixes = prefixes.get(prefix) ?? bucket(prefix);
      prefixes.set(prefix, suffixes);
      return (await suffixes).has(digest.slice(DIGITS));
    }),
  );
  return targets[hits.indexOf(true)];
}

async function bucket(prefix: string): Promise<ReadonlySet<string>> {
  const response = await fetch(`/v1/hashes/${prefix}`, { credentials: "omit" });
  if (!response.ok) throw new Error(String(response.status));
  const { suffixes } = (await response.json()) as { readonly suffixes: readonly string[] };
  return new Set(suffixes);
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function told(found: Found, words: Words): Node[] {
  if (found.kind === "refused") return [line(words.refused)];
  const sent = line(words.sent.replace("NUMBER", String(found.sent)));
  if (found.kind === "clear") return [heading(words.clear), sent];
  const { value, scope } = found.target;
  const entry = line(`${words.blockedBy} `);
  const name = document.createElement("bdi");
  name.dir = "ltr";
  name.textContent = value;
  entry.append(name);
  const more = document.createElement("a");
  more.className = "govuk-link";
  more.href = `/check?url=${encodeURIComponent(value)}`;
  more.textContent = words.ask;
  const paragraph = line("");
  paragraph.append(more);
  return [heading(words.blocked), entry, line(words.scopes[scope]), sent, paragraph];
}

function heading(text: string): HTMLElement {
  const made = document.createElement("h2");
  made.className = "govuk-heading-m";
  made.textContent = text;
  return made;
}

function line(text: string): HTMLElement {
  const made = document.createElement("p");
  made.className = "govuk-body";
  made.textContent = text;
  return made;
}

function show(answer: HTMLElement, ...nodes: Node[]): void {
  answer.replaceChildren(...nodes);
}
