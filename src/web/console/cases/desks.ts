import { type AppealDesk, GENERAL_APPEALS, SEALED_APPEALS } from "../../../api/cases/appeal-desk.ts";
import { type ComplaintDesk, GENERAL_COMPLAINTS, SEALED_COMPLAINTS } from "../../../api/cases/complaint-desk.ts";
import type { By } from "../../../api/cases/deps.ts";
import { sessionOf } from "../../../api/staff-route.ts";
import { type Action, type Reach, reachOf } from "../../../core/access/action.ts";
import type { ListName } from "../../../core/list-name.ts";
import type { ConsoleContext } from "../pages.tsx";

/** The console's desks are those of the interface for programs, with the same actions, at addresses of their own. */
const inConsole = <D extends ComplaintDesk | AppealDesk>(desk: D) => ({
  ...desk,
  path: desk.path.replace("/v1/", "/console/"),
});

export const COMPLAINT_DESKS = [inConsole(GENERAL_COMPLAINTS), inConsole(SEALED_COMPLAINTS)] as const;
export const APPEAL_DESKS = [inConsole(GENERAL_APPEALS), inConsole(SEALED_APPEALS)] as const;
export type Desk = ComplaintDesk | AppealDesk;

export const complaintPath = (list: ListName, reference: string): string =>
  `/console/cases/${list === "sealed" ? "sealed-complaints" : "complaints"}/${reference}`;
export const appealPath = (list: ListName, reference: string): string =>
  `/console/cases/${list === "sealed" ? "sealed-appeals" : "appeals"}/${reference}`;

/** An order's page at the desk of its list; `id` as in `o12`. */
export const orderPath = (list: ListName, id: string): string =>
  `/console/${list === "sealed" ? "sealed-orders" : "orders"}/${id}`;

/** An entry's page at the desk of its list: a sealed one has no public page. */
export const entryPath = (list: ListName, entry: number): string =>
  `/console/${list === "sealed" ? "sealed-entries" : "entries"}/e${entry}`;

/** On which case of which desk the caller works. */
export const byOf = (c: ConsoleContext, desk: Desk): By => ({
  desk: desk.list,
  reference: c.req.param("reference") ?? "",
  officer: sessionOf(c).actor,
});

/** How far the caller's roles go, whether or not their second factor is fresh enough for it by now. */
export function mayEver(c: ConsoleContext, action: Action): Reach | undefined {
  const { caller } = c.var;
  return caller.kind === "session" ? reachOf(caller.roles, action) : undefined;
}
