import { createRoute, z } from "@hono/zod-openapi";
import type { Action } from "../../core/access/action.ts";
import { APPEAL_STATES, type AppealState } from "../../core/appeal/appeal.ts";
import type { AppealSummary, AppealView } from "../../core/appeal/view.ts";
import type { ListName } from "../../core/list-name.ts";
import { smallBody } from "../accounts/json-body.ts";
import { isoTime, isoTimeOrNull } from "../iso-time.ts";
import { json } from "../problem-schema.ts";
import { actorOf, requires, type StaffContext, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import { AppealDetail, AppealLine, AppealLines, AppealQuery, VerdictBody } from "./appeal-desk-schema.ts";
import { RevealedBody, RevealReason } from "./complaint-desk-schema.ts";
import type { AppealDeskDeps, By } from "./deps.ts";
import { Reasons, referenceOf } from "./schema.ts";
import { shownAddress, shownClock, shownHistory, shownLock, shownRevealed } from "./shown.ts";

/** The two desks that work on appeals: the same work, other people, other cases. */
export type AppealDesk = {
  readonly list: ListName;
  readonly path: string;
  readonly read: Action;
  readonly write: Action;
  /** Changes the list, so it asks for a fresh second factor. */
  readonly decide: Action;
};

export const GENERAL_APPEALS: AppealDesk = {
  list: "general",
  path: "/v1/cases/appeals",
  read: "appeal.read",
  write: "appeal.write",
  decide: "appeal.decide",
};
export const SEALED_APPEALS: AppealDesk = {
  list: "sealed",
  path: "/v1/cases/sealed-appeals",
  read: "sealed.read",
  write: "sealed.write",
  decide: "sealed.approve",
};

const params = z.object({ reference: referenceOf("A-7K3M-9Q2X") });
const changed = { 200: { description: "As it is now", content: json(AppealLine) } };
const OPEN: readonly AppealState[] = ["received", "under_review", "proposed"];

/** Officers at work on appeals. A desk finds only its own. */
export function appealDeskRoutes(deps: AppealDeskDeps, desk: AppealDesk): StaffRoutes {
  const routes = staffRoutes();
  const one = `${desk.path}/{reference}` as const;
  const by = (c: StaffContext, reference: string): By => ({ desk: desk.list, reference, officer: actorOf(c) });

  routes.openapi(
    createRoute({
      method: "get",
      path: desk.path,
      summary: `The ${desk.list} desk's appeals, the earliest end of the clock first`,
      ...requires(desk.read),
      request: { query: AppealQuery },
      responses: { 200: { description: "Appeals", content: json(AppealLines) } },
    }),
    (c) => {
      const { state, limit, skip } = c.req.valid("query");
      const states = state === "open" ? OPEN : state === "any" ? APPEAL_STATES : [state];
      return c.json({ appeals: deps.queue(desk.list, { states, limit, skip }).map(shownLine) }, 200);
    },
  );

  routes.openapi(
    createRoute({
      method: "get",
      path: one,
      summary: "One appeal",
      ...requires(desk.read),
      request: { params },
      responses: { 200: { description: "What the desk may see of it", content: json(AppealDetail) } },
    }),
    (c) => c.json(shownDetail(deps.view(desk.list, c.req.valid("param").reference)), 200),
  );

  const plain = (name: string, summary: string, action: Action) =>
    createRoute({
      method: "post",
      path: `${one}/${name}`,
      summary,
      ...requires(action),
      request: { params },
      responses: changed,
    });
  const command = <T extends z.ZodType>(name: string, summary: string, schema: T) => {
    const body = smallBody(schema);
    return createRoute({
      method: "post",
      path: `${one}/${name}`,
      summary,
      ...requires(desk.decide),
      ...body,
      request: { ...body.request, params },
      responses: changed,
    });
  };

  routes.openapi(plain("take", "Take an appeal, or keep it longer", desk.write), (c) =>
    c.json(shownLine(deps.take(by(c, c.req.valid("param").reference))), 200),
  );
  routes.openapi(plain("put-back", "Give an appeal back undecided", desk.write), (c) =>
    c.json(shownLine(deps.putBack(by(c, c.req.valid("param").reference))), 200),
  );
  routes.openapi(command("suspend", "Lift the block until the appeal is decided", Reasons), (c) =>
    c.json(shownLine(deps.suspend(by(c, c.req.valid("param").reference), c.req.valid("json").reasons)), 200),
  );
  routes.openapi(command("propose", "Propose how it ends, as the first of two officers", VerdictBody), (c) => {
    const { verdict, reasons } = c.req.valid("json");
    return c.json(shownLine(deps.propose(by(c, c.req.valid("param").reference), verdict, reasons)), 200);
  });
  routes.openapi(command("return", "Disagree with what is proposed", Reasons), (c) =>
    c.json(shownLine(deps.returnProposal(by(c, c.req.valid("param").reference), c.req.valid("json").reasons)), 200),
  );
  routes.openapi(plain("confirm", "Decide as proposed, as the second of two officers", desk.decide), (c) =>
    c.json(shownLine(deps.confirm(by(c, c.req.valid("param").reference))), 200),
  );
  routes.openapi(plain("close", "The appellant has taken it back", desk.write), (c) =>
    c.json(shownLine(deps.close(by(c, c.req.valid("param").reference))), 200),
  );

  const reason = smallBody(RevealReason);
  routes.openapi(
    createRoute({
      method: "post",
      path: `${one}/reveal`,
      summary: "Show what the case keeps closed; each look is audited",
      ...requires(desk.write),
      ...reason,
      request: { ...reason.request, params },
      responses: { 200: { description: "In clear", content: json(RevealedBody) } },
    }),
    (c) => {
      const revealed = deps.reveal(by(c, c.req.valid("param").reference), c.req.valid("json").reason);
      return c.json(shownRevealed(revealed), 200);
    },
  );

  return routes;
}

function shownLine(summary: AppealSummary): z.output<typeof AppealLine> {
  const { entry, receivedAt, clock, lock, decidedAt, courtUntil, ...rest } = summary;
  return {
    ...rest,
    entry: entry === null ? null : `e${entry}`,
    receivedAt: isoTime(receivedAt),
    clock: shownClock(clock),
    lock: shownLock(lock),
    decidedAt: isoTimeOrNull(decidedAt),
    courtUntil: isoTimeOrNull(courtUntil),
  };
}

function shownDetail(view: AppealView): z.output<typeof AppealDetail> {
  const { language, shown, statement, standing, parties, history, ...line } = view;
  return {
    ...shownLine(line),
    ...{ language, statement },
    shown: shownAddress(shown),
    standing: [...standing],
    parties: [...parties],
    history: shownHistory(history),
  };
}
