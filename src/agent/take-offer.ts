import type { ListName } from "../core/list-name.ts";
import type { AcceptedList } from "./list/accept.ts";
import { type Bounds, checkBounds } from "./list/bound.ts";
import type { Offer } from "./registry/obtain.ts";
import type { StateFolder } from "./state/folder.ts";
import { type CommitStep, commitList, type ListHead, newest } from "./state/lists.ts";
import { type Fault, faultOf, type ListReport } from "./sync-report.ts";

export type Taken = {
  readonly head: ListHead | undefined;
  readonly change: ListReport["change"];
  readonly fault: Fault | undefined;
  /** The list that was taken just now. */
  readonly taken: AcceptedList | undefined;
};

/** Takes an offered list into the state, unless it breaks a bound; without bounds it is what the operator asked for. */
export function takeOffer(
  state: StateFolder,
  list: ListName,
  head: ListHead | undefined,
  offer: Offer | undefined,
  rules: { bounds: Bounds | undefined; keep: number; at: Date; step: (name: CommitStep) => void },
): Taken {
  const nothing = { change: undefined, fault: undefined, taken: undefined };
  if (offer?.accepted === undefined) return { head, ...nothing };
  const { manifest, accepted } = offer;
  const before = head === undefined ? undefined : newest(head);
  if (before !== undefined && accepted.difference !== undefined && rules.bounds !== undefined) {
    try {
      checkBounds(`The list ${list}`, before.entries, accepted.difference, rules.bounds);
    } catch (error) {
      return { head, ...nothing, fault: faultOf(error) };
    }
  }
  const facts = {
    release: manifest.release,
    sha256: manifest.identity.sha256,
    bytes: manifest.identity.bytes,
    entries: manifest.entries,
    published: manifest.published,
    acceptedAt: rules.at.toISOString(),
    text: accepted.text,
    sealedFile: accepted.file,
  };
  const difference = accepted.difference ?? { added: manifest.entries, dropped: 0 };
  return {
    head: commitList(state.list(list), head, facts, rules.keep, rules.step),
    change: { by: accepted.by, fetched: accepted.fetched, from: before?.release, ...difference },
    fault: undefined,
    taken: accepted,
  };
}
