import { createHash } from "node:crypto";
import { HifazatError } from "../../core/errors.ts";
import type { IdentityVerdict, Receipt } from "../../core/receipt/receipt.ts";
import { listCode } from "../../storage/codes.ts";
import { type Db, transaction } from "../../storage/database.ts";
import { appendAudit } from "../../storage/log.ts";
import { insertReceipt, knownVerdict, receiptsSince } from "../../storage/receipts/receipts.ts";
import { releaseRow } from "../../storage/releases.ts";

export type ReceiptPorts = {
  readonly db: Db;
  /** Seconds since the epoch. */
  readonly now: () => number;
};

/** Receipts a token may send in an hour: one a minute is more than releases come, a backlog is at most a hundred. */
const MOST_AN_HOUR = 240;
const HOUR = 3_600;

/** Who sends: the organisation, its token's id as people write it (`t12`), and what stands in the record. */
export type Sender = { readonly organisation: number; readonly token: string; readonly actor: string };

/**
 * Stores what a subscriber says it has in force. Sent again it changes nothing, so a program whose connection broke can
 * repeat itself. A receipt with another identity than that release was published with is kept too, and stands in the
 * audit log: it says that somebody enforces a list we did not publish. Throws `rate_limited`.
 */
export function takeReceipt(
  { db, now }: ReceiptPorts,
  sender: Sender,
  receipt: Receipt,
): { kind: "stored" | "known"; identity: IdentityVerdict } {
  const body = JSON.stringify(receipt);
  const digest = createHash("sha256").update(body).digest("hex");
  const tokenId = Number(sender.token.slice(1));
  const at = now();
  return transaction(db, () => {
    const known = knownVerdict(db, tokenId, digest);
    if (known !== undefined) return { kind: "known", identity: known };
    if (receiptsSince(db, tokenId, at - HOUR) >= MOST_AN_HOUR)
      throw new HifazatError("rate_limited", `At most ${MOST_AN_HOUR} receipts an hour.`, {
        details: { retryAfter: HOUR / 4 },
      });
    const { list, release, pinned } = receipt;
    const verdict = verdictOf(db, receipt);
    insertReceipt(db, {
      organisationId: sender.organisation,
      tokenId,
      digest,
      receivedAt: at,
      appliedAt: Math.min(at, Math.floor(Date.parse(receipt.at) / 1_000)),
      list: listCode(list),
      release,
      verdict,
      pinned: pinned ? 1 : 0,
      body,
    });
    if (verdict === "wrong")
      appendAudit(db, {
        at,
        actor: sender.actor,
        action: "receipt.wrong_identity",
        subject: `release:${release}`,
        detail: { list, identity: receipt.identity },
      });
    return { kind: "stored", identity: verdict };
  });
}

function verdictOf(db: Db, { list, release, identity }: Receipt): IdentityVerdict {
  const published = releaseRow(db, release)?.lists[list]?.identity;
  if (published === undefined) return "unknown";
  return published === identity ? "right" : "wrong";
}
