import type { ComplaintRecord } from "../complaint/complaint.ts";
import type { OrderRecord } from "../order/order.ts";

/**
 * Everyone who had a part in a block: authors, submitter, approver and seniors of each order it stands on, and the
 * officers of the complaints that led to those orders. None of them decides an appeal against it.
 */
export function partiesOf(orders: readonly OrderRecord[], complaints: readonly ComplaintRecord[]): string[] {
  const names = orders.flatMap(({ authors, submittedBy, approvedBy, seniorBy, held }) => [
    ...authors,
    ...held.by,
    submittedBy,
    approvedBy,
    seniorBy,
  ]);
  const officers = complaints.flatMap((complaint) => complaint.officers);
  return [...new Set([...names, ...officers].filter((name) => name !== null))];
}
