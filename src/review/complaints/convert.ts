import { createHash } from "node:crypto";
import type { ComplaintRecord } from "../../core/complaint/complaint.ts";
import { HifazatError } from "../../core/errors.ts";
import type { DefaultLaw } from "../../core/ground.ts";
import type { GuardOutcome } from "../../core/guard/guard.ts";
import type { ListName } from "../../core/list-name.ts";
import type { OrderRecord } from "../../core/order/order.ts";
import type { Periods } from "../../core/order/period.ts";
import { draftTerms, type TermsInput } from "../../core/order/terms.ts";
import { canonicalise } from "../../core/target/canonicalise.ts";
import { type Target, targetText } from "../../core/target/target.ts";
import { findComplaint } from "../../storage/cases/complaints.ts";
import { transaction } from "../../storage/database.ts";
import type { Item } from "../../storage/items.ts";
import { createOrderOf } from "../../storage/orders.ts";
import { applyDecided } from "./decide-complaint.ts";
import { openAddresses } from "./open-addresses.ts";
import type { CasePorts } from "./ports.ts";

/** What the conversion needs beside the cases: how long blocks stand, and the guards as intake asks them. */
export type ConvertPorts = CasePorts & {
  readonly periods: Periods;
  /** The law of orders that name none; PECA when absent. */
  readonly usual?: DefaultLaw | undefined;
  readonly judge: (target: Target, terminated: boolean) => GuardOutcome;
};

export type Conversion = {
  readonly desk: ListName;
  /** Complaints of one category; each must be taken by `officer`. */
  readonly references: readonly string[];
  readonly terms: Omit<TermsInput, "category" | "urgency">;
  readonly officer: string;
  readonly now: number;
};

/**
 * Makes one drafted order of complaints: each address an item, guarded like any other. The officer is its author, so two
 * others decide it. A complaint of which nothing could be blocked is refused, and with it the whole (answer it instead).
 */
export function convert(
  ports: ConvertPorts,
  { desk, references, terms, officer, now }: Conversion,
): { readonly order: OrderRecord; readonly complaints: readonly ComplaintRecord[] } {
  const { db, periods, usual } = ports;
  return transaction(db, () => {
    const complaints = [...new Set(references)].map((reference) => findComplaint(db, desk, reference));
    const [first] = complaints;
    if (first === undefined) throw new HifazatError("bad_request", "Name the complaints.");
    if (complaints.some(({ category }) => category !== first.category))
      throw new HifazatError("bad_request", "An order has one category: convert complaints of one category at a time.");
    const urgency = complaints.some((complaint) => complaint.urgency === "emergency") ? "emergency" : "normal";
    const drafted = draftTerms({ ...terms, category: first.category, urgency }, now, periods, usual);
    if (drafted.kind === "refusal") throw new HifazatError(drafted.code, drafted.message);
    if (drafted.terms.list !== desk) throw new HifazatError("bad_request", "Triage the complaint to this desk first.");
    const gathered = gatherItems(ports, complaints);
    const content = { terms: drafted.terms, organisation: null, source: sourceOf(complaints) };
    const order = createOrderOf(db, content, gathered.items, officer, now);
    const { id } = order;
    const converted = complaints.map((complaint) => {
      const items = gathered.ofComplaint.get(complaint.id) ?? [];
      return applyDecided(ports, complaint, { kind: "convert", order: id, items }, officer, now);
    });
    return { order, complaints: converted };
  });
}

/** One item per target, whoever named it; and which of those that may be blocked each complaint asked for. */
function gatherItems({ seal, judge }: ConvertPorts, complaints: readonly ComplaintRecord[]) {
  const items: Item[] = [];
  const seqs = new Map<string, number>();
  const ofComplaint = new Map<number, number[]>();
  for (const complaint of complaints) {
    const asked = new Set<number>();
    for (const text of openAddresses(seal, complaint.reference, complaint.addresses)) {
      const read = canonicalise(text);
      // What is no address stays in the complaint: an order would show it in clear and could do nothing with it.
      if (read.kind === "refused") continue;
      const said = targetText(read.target);
      const seq = seqs.get(said) ?? items.length + 1;
      if (!seqs.has(said)) {
        seqs.set(said, seq);
        const notes = read.notes.length === 0 ? null : read.notes.join(",");
        items.push({ seq, line: seq, text: said, notes, ...fateOf(judge(read.target, true), read.target) });
      }
      if (items[seq - 1]?.target != null) asked.add(seq);
    }
    ofComplaint.set(complaint.id, [...asked]);
  }
  return { items, ofComplaint };
}

function fateOf(outcome: GuardOutcome, target: Target): Pick<Item, "outcome" | "code" | "target"> {
  switch (outcome.kind) {
    case "refuse":
      return { outcome: "refused", code: outcome.code, target: null };
    case "hold":
      return { outcome: "held", code: outcome.reasons.join(","), target };
    case "pass":
      return { outcome: "accepted", code: null, target };
  }
}

function sourceOf(complaints: readonly ComplaintRecord[]) {
  const text = complaints.map(({ reference }) => reference).join("\n");
  const name = complaints.length === 1 ? `complaint ${text}` : `${complaints.length} complaints`;
  const sha256 = createHash("sha256").update(text).digest("hex");
  return { name, sha256, format: "complaints", charset: "utf-8", bytes: text.length };
}
