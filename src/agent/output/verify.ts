import { isIPv6 } from "node:net";
import type { ListLine } from "../../protocol/list.ts";
import type { Verification } from "../config/settings.ts";
import { rejectionOf, sentinelText } from "../render/formats.ts";
import type { AskResolver, QuestionType, ResolverAnswer } from "./ask-resolver.ts";
import type { OutputWork } from "./write-output.ts";

export type Verdict = { readonly kind: "ok" } | { readonly kind: "failed"; readonly message: string };

export type VerifyPorts = {
  readonly askResolver: AskResolver;
  readonly clock: () => Date;
  readonly pause: (ms: number) => Promise<void>;
};

/** Names that were listed before, asked for besides the sentinel. */
const SAMPLE = 3;
const PAUSE_MS = 200;
/** Names that every format gives the same answer for: no underscore, no hyphen at a label's edge. */
const HOST_NAME = /^(?!-)[a-z0-9.-]+(?<!-)$/;

type Question = { readonly name: string; readonly type: QuestionType; readonly expected: string };

/**
 * Asks the resolver itself, because exit codes do not show whether it took the file (DNS.md, pitfall 8): the sentinel,
 * which stands last and says the release where the format can, some listed names, and some that are new: BIND answers for
 * the sentinel from the new zone seconds before it blocks the zone's new names. A resolver may need a while to
 * load, so it is asked again until `patienceSeconds` are over.
 */
export async function verify(work: OutputWork, how: Verification, patienceSeconds: number): Promise<Verdict> {
  const end = work.clock().getTime() + patienceSeconds * 1_000;
  for (const question of questions(work, how)) {
    for (;;) {
      const answer = said(await work.askResolver(how.server, question.name, question.type));
      if (answer === question.expected) break;
      if (work.clock().getTime() >= end) {
        const { name, type, expected } = question;
        const message = `${how.server} answers ${name} ${type} with ${answer} instead of ${expected}`;
        return { kind: "failed", message };
      }
      await work.pause(PAUSE_MS);
    }
  }
  return { kind: "ok" };
}

function* questions(
  { output, source, list, allow, sample }: OutputWork,
  { blocked }: Verification,
): Generator<Question> {
  const { format, sentinel } = output;
  const expected = blocked === "nxdomain" ? "NXDOMAIN" : blocked;
  const blockedName = (name: string): Question => ({ name, type: isIPv6(blocked) ? "AAAA" : "A", expected });
  const text = sentinelText(format, source.list, list.release);
  yield text === undefined ? blockedName(sentinel) : { name: sentinel, type: "TXT", expected: text };
  // The resolver's own log may hold what it is asked.
  if (source.list === "sealed") return;
  const asked = ({ scope, value }: Pick<ListLine, "scope" | "value">): boolean =>
    scope === "domain" &&
    HOST_NAME.test(value) &&
    allow.allows({ scope, value }) === undefined &&
    rejectionOf({ scope, value, category: "" }, format, sentinel) === undefined;
  for (const value of sample) if (asked({ scope: "domain", value })) yield blockedName(value);
  let sampled = 0;
  for (const line of source.lines()) {
    if (!asked(line)) continue;
    yield blockedName(line.value);
    if (++sampled === SAMPLE) return;
  }
}

function said(answer: ResolverAnswer): string {
  switch (answer.kind) {
    case "data":
      return answer.data.join(" ");
    case "nxdomain":
      return "NXDOMAIN";
    case "nodata":
      return "no data";
    case "none":
      return `no answer (${answer.reason})`;
  }
}
