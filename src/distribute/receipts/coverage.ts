import { HifazatError } from "../../core/errors.ts";
import type { ListName } from "../../core/list-name.ts";
import {
  COVERAGE_STATES,
  type CoverageState,
  type LagDistribution,
  lagDistribution,
  type SubscriberCoverage,
  subscriberCoverage,
} from "../../core/receipt/coverage.ts";
import { subscriberFacts } from "../../storage/receipts/coverage.ts";
import { newestPublished, releaseRow } from "../../storage/releases.ts";
import type { ReceiptPorts } from "./take-receipt.ts";

type Named = { readonly release: number; readonly publishedAt: number };

export type CoverageRequest = {
  readonly list: ListName;
  readonly release?: number | undefined;
  readonly organisation?: number | undefined;
};

/** Who has which release in force, who is silent, and how long one release took to arrive. */
export function coverage({ db, now }: ReceiptPorts, { list, release, organisation }: CoverageRequest) {
  const at = now();
  // One read transaction: the releases and what was said about them are of the same moment.
  return db.sqlite.transaction(() => {
    const newest = named(newestPublished(db));
    const asked = release === undefined ? newest : named(releaseRow(db, release));
    if (release !== undefined && asked === null) throw new HifazatError("not_found", `There is no release ${release}.`);
    const facts = subscriberFacts(db, { list, release: asked?.release ?? 0, now: at, organisation });
    const subscribers = facts.map((subscriber) => subscriberCoverage(subscriber, newest?.release ?? 0, at));
    const lag: LagDistribution | null = asked === null ? null : lagDistribution(facts, asked);
    return { list, at, newest, subscribers, counts: countsOf(subscribers), lag };
  })();
}

function countsOf(subscribers: readonly SubscriberCoverage[]) {
  const states = Object.fromEntries(
    COVERAGE_STATES.map((state) => [state, subscribers.filter((one) => one.state === state).length]),
  ) as Record<CoverageState, number>;
  return { ...states, wrongIdentity: subscribers.filter(({ identity }) => identity === "wrong").length };
}

const named = (row: { number: number; publishedAt: number } | undefined): Named | null =>
  row === undefined ? null : { release: row.number, publishedAt: row.publishedAt };
