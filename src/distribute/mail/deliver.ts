import { claimNotices, finishNotice, postponeNotice } from "../../storage/cases/notices.ts";
import type { Seal } from "../../storage/cases/seal.ts";
import type { Db } from "../../storage/database.ts";
import { type Letter, renderNotice } from "./render.ts";

/** Hands one letter over; resolves when the next mail server has it. Rejects with what it said. */
export type Send = (to: string, letter: Letter) => Promise<void>;

export type DeliveryPorts = {
  readonly db: Db;
  readonly seal: Seal;
  readonly send: Send;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** The address of the page where cases are followed up; null when no site is configured. */
  readonly followPage: string | null;
};

export type Delivered = { readonly sent: number; readonly postponed: number; readonly givenUp: number };

/** Seconds until the next attempt; after the last one it is given up. Three days in all. */
const PAUSES = [60, 300, 1_800, 7_200, 21_600, 43_200, 86_400, 86_400] as const;
/** How long one process has for a batch, in seconds. */
const LEASE = 900;
const BATCH = 100;

/**
 * Sends what is due, oldest first. At least once: a process that dies between the mail server's answer and its own note
 * sends that one message again. What the server refuses for good (5xx) is given up at once.
 */
export async function deliverNotices({ db, seal, send, now, followPage }: DeliveryPorts): Promise<Delivered> {
  const counts = { sent: 0, postponed: 0, givenUp: 0 };
  const start = now();
  for (const message of claimNotices(db, seal, start, start + LEASE, BATCH)) {
    const failure = await send(message.to, renderNotice(message, followPage)).then(() => undefined, failureOf);
    const pause = PAUSES[message.attempts];
    if (failure === undefined) {
      finishNotice(db, message.id, "sent", null, now());
      counts.sent += 1;
    } else if (failure.kind === "permanent" || pause === undefined) {
      finishNotice(db, message.id, "given_up", failure.code, now());
      counts.givenUp += 1;
    } else {
      postponeNotice(db, message.id, failure.code, now() + pause);
      counts.postponed += 1;
    }
  }
  return counts;
}

type Failure = { readonly kind: "permanent" | "temporary"; readonly code: string };

/** A code, never the server's words: they repeat the recipient. */
function failureOf(error: unknown): Failure {
  const { responseCode, code } = (error ?? {}) as { responseCode?: unknown; code?: unknown };
  if (typeof responseCode === "number")
    return { kind: responseCode >= 500 ? "permanent" : "temporary", code: String(responseCode) };
  return { kind: "temporary", code: typeof code === "string" && /^[A-Z_]{1,30}$/.test(code) ? code : "UNKNOWN" };
}
