import type { ComplaintRecord } from "./complaint.ts";

const targetsOf = (complaint: ComplaintRecord): string[] =>
  complaint.addresses.flatMap(({ prints }) => (prints === null ? [] : [prints.target]));

/**
 * The earliest open complaint that says all that this one says: every address of this one is one of its, under the same
 * category (another ground may lead to another answer; on the sealed desk all are one). It must be at least as urgent and
 * in no slower queue, or a throw-away complaint could be sent first to slow the real ones down.
 */
export function duplicateOf(
  complaint: ComplaintRecord,
  others: readonly ComplaintRecord[],
): ComplaintRecord | undefined {
  const wanted = targetsOf(complaint);
  if (wanted.length !== complaint.addresses.length) return undefined;
  return others.find((other) => {
    if (other.id === complaint.id || other.list !== complaint.list) return false;
    if (other.state === "joined" || other.state === "concluded") return false;
    if (complaint.list === "general" && other.category !== complaint.category) return false;
    if (complaint.urgency === "emergency" && other.urgency !== "emergency") return false;
    if (complaint.priority === "high" && other.priority !== "high") return false;
    if (complaint.queue === "normal" && other.queue !== "normal") return false;
    const known = targetsOf(other);
    return wanted.every((target) => known.includes(target));
  });
}
