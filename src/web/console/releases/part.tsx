import type { ReleaseOfList } from "../../../api/releases/deps.ts";
import { HifazatError } from "../../../core/errors.ts";
import type { DecisionKind } from "../../../core/release/decision.ts";
import { DECISION_KINDS } from "../../../core/release/decision.ts";
import { formatNumber } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { Notification } from "../../ui/notice.tsx";
import type { ConsoleDeps } from "../deps.ts";
import type { ConsoleContext } from "../pages.tsx";
import { RELEASES } from "./words.ts";

export const RELEASES_PATH = "/console/releases";

/** The release whose page this is. Throws `not_found`. */
export function namedRelease(c: ConsoleContext, { releases }: Pick<ConsoleDeps, "releases">): ReleaseOfList {
  const text = c.req.param("number") ?? "";
  const row = /^\d{1,15}$/.test(text) ? releases.release(Number(text)) : undefined;
  if (row?.state !== "published") throw new HifazatError("not_found", `There is no published release ${text}.`);
  return row;
}

/** What has just been done. */
export function Done({ c, language }: { readonly c: ConsoleContext; readonly language: Language }) {
  const done: Readonly<Record<string, string>> = RELEASES[language].done;
  const name = c.req.query("done") ?? "";
  if (!Object.hasOwn(done, name)) return null;
  return (
    <Notification language={language} success>
      {done[name]}
    </Notification>
  );
}

/** Enough of a digest to tell it from another one by eye. */
export const ShortDigest = ({ digest }: { readonly digest: string }) => (
  <Ltr>
    <code>{digest.slice(0, 12)}…</code>
  </Ltr>
);

export const Digest = ({ digest }: { readonly digest: string }) => (
  <Ltr>
    <code>{digest}</code>
  </Ltr>
);

/** How many decisions of each kind, a line a kind. */
export function DecisionCounts(props: {
  readonly language: Language;
  readonly counts: Readonly<Partial<Record<DecisionKind, number>>>;
}) {
  const { language, counts } = props;
  const words = RELEASES[language];
  const kinds = DECISION_KINDS.filter((kind) => (counts[kind] ?? 0) > 0);
  if (kinds.length === 0) return <span class="hifazat-quiet">{words.noDecision}</span>;
  return (
    <>
      {kinds.map((kind) => (
        <div>{words.counted(words.kinds[kind], formatNumber(language, counts[kind] ?? 0))}</div>
      ))}
    </>
  );
}
