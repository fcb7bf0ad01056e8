import type { ClockName } from "../clock/clock.ts";
import type { ListName } from "../list-name.ts";
import type { Urgency } from "../order/order.ts";

/** Which legal clock runs for a complaint. */
export function complaintClock(list: ListName, urgency: Urgency): ClockName {
  if (list === "sealed") return "child_abuse";
  return urgency === "emergency" ? "emergency" : "normal";
}
