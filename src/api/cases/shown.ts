import type { z } from "@hono/zod-openapi";
import type { Clock } from "../../core/clock/clock.ts";
import type { Lock } from "../../core/complaint/complaint.ts";
import type {
  AddressView,
  ComplaintSummary,
  ComplaintView,
  HistoryLine,
  Revealed,
  Statement,
} from "../../core/complaint/view.ts";
import { isoTime, isoTimeOrNull } from "../iso-time.ts";
import type { ComplaintDetail, ComplaintLine, RevealedBody } from "./complaint-desk-schema.ts";

/** Cases as the interface writes them. */

export function shownLine(summary: ComplaintSummary): z.output<typeof ComplaintLine> {
  const { receivedAt, clock, lock, complainant, ...rest } = summary;
  return {
    ...rest,
    complainant: { ...complainant },
    receivedAt: isoTime(receivedAt),
    clock: shownClock(clock),
    lock: shownLock(lock),
  };
}

export function shownDetail(view: ComplaintView): z.output<typeof ComplaintDetail> {
  const {
    province,
    language,
    order,
    referrals,
    answer,
    shown,
    statement,
    joinedTo,
    joiners,
    related,
    history,
    ...line
  } = view;
  return {
    ...shownLine(line),
    ...{ province, language, answer, joinedTo },
    order: order === null ? null : { id: `o${order.id}`, items: [...order.items] },
    referrals: referrals.map(({ changedAt, clock, ...referral }) => ({
      ...referral,
      changedAt: isoTime(changedAt),
      clock: shownClock(clock),
    })),
    shown: shown.map(shownAddress),
    statement: shownStatement(statement),
    joiners: [...joiners],
    related: related.map(({ receivedAt, ...one }) => ({ ...one, receivedAt: isoTime(receivedAt) })),
    history: shownHistory(history),
  };
}

export function shownRevealed({ addresses, statement, contact, history }: Revealed): z.output<typeof RevealedBody> {
  return {
    addresses: [...addresses],
    statement: shownStatement(statement),
    contact: contact === null ? null : { ...contact },
    history: shownHistory(history),
  };
}

export function shownAddress(view: AddressView) {
  if (view.kind === "closed") return { kind: view.kind, code: view.code };
  const { kind, text, value, code, entry } = view;
  return { kind, text, value, code, entry: entry === null ? null : `e${entry}` };
}

export const shownClock = ({ name, startedAt, dueAt, stoppedAt, told }: Clock) => ({
  name,
  startedAt: isoTime(startedAt),
  dueAt: isoTime(dueAt),
  stoppedAt: isoTimeOrNull(stoppedAt),
  told,
});

export const shownLock = (lock: Lock | null) =>
  lock === null ? null : { officer: lock.officer, until: isoTime(lock.until) };

export const shownHistory = (history: readonly HistoryLine[]) =>
  history.map(({ at, ...line }) => ({ ...line, at: isoTime(at) }));

const shownStatement = (statement: Statement | null) =>
  statement === null ? null : { ...statement, signs: [...statement.signs] };
