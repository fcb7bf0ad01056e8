import { createRoute, z } from "@hono/zod-openapi";
import type { Action } from "../../core/access/action.ts";
import { COMPLAINT_STATES, type ComplaintState } from "../../core/complaint/complaint.ts";
import type { ListName } from "../../core/list-name.ts";
import { smallBody } from "../accounts/json-body.ts";
import { json } from "../problem-schema.ts";
import { actorOf, requires, type StaffContext, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import {
  AnswerBody,
  ComplaintDetail,
  ComplaintLine,
  ComplaintLines,
  ConvertBody,
  Converted,
  DeskQuery,
  JoinBody,
  ReferBody,
  ReferralChange,
  RevealedBody,
  RevealReason,
  TriageBody,
} from "./complaint-desk-schema.ts";
import type { By, ComplaintDeskDeps } from "./deps.ts";
import { Reasons, referenceOf } from "./schema.ts";
import { shownDetail, shownLine, shownRevealed } from "./shown.ts";
import { organisationSeen, visibleTo } from "./visible.ts";

/** The two desks that work on complaints: the same work, other people, other cases. */
export type ComplaintDesk = {
  readonly list: ListName;
  readonly path: string;
  readonly read: Action;
  readonly write: Action;
  readonly decide: Action;
};

export const GENERAL_COMPLAINTS: ComplaintDesk = {
  list: "general",
  path: "/v1/cases/complaints",
  read: "complaint.read",
  write: "complaint.write",
  decide: "complaint.decide",
};
export const SEALED_COMPLAINTS: ComplaintDesk = {
  list: "sealed",
  path: "/v1/cases/sealed-complaints",
  read: "sealed.read",
  write: "sealed.write",
  decide: "sealed.write",
};

const params = z.object({ reference: referenceOf("C-7K3M-9Q2X") });
const changed = { 200: { description: "As it is now", content: json(ComplaintLine) } };
const OPEN: readonly ComplaintState[] = ["received", "under_review", "ordered"];

/** Officers at work on complaints: take one, decide it, pass it on. A desk finds only its own. */
export function complaintDeskRoutes(deps: ComplaintDeskDeps, desk: ComplaintDesk): StaffRoutes {
  const routes = staffRoutes();
  const one = `${desk.path}/{reference}` as const;
  const by = (c: StaffContext, reference: string): By => ({ desk: desk.list, reference, officer: actorOf(c) });

  routes.openapi(
    createRoute({
      method: "get",
      path: desk.path,
      summary: `The ${desk.list} desk's complaints, in the order of work`,
      ...requires(desk.read),
      request: { query: DeskQuery },
      responses: {
        200: { description: "Urgent first, then the earliest end of the clock", content: json(ComplaintLines) },
      },
    }),
    (c) => {
      const { state, limit, skip } = c.req.valid("query");
      const states = state === "open" ? OPEN : state === "any" ? COMPLAINT_STATES : [state];
      const organisation = organisationSeen(c);
      const complaints = deps.queue(desk.list, { states, organisation, limit, skip }).map(shownLine);
      return c.json({ complaints }, 200);
    },
  );

  routes.openapi(
    createRoute({
      method: "get",
      path: one,
      summary: "One complaint",
      ...requires(desk.read),
      request: { params },
      responses: { 200: { description: "What the desk may see of it", content: json(ComplaintDetail) } },
    }),
    (c) => c.json(shownDetail(visibleTo(c, deps.view(desk.list, c.req.valid("param").reference))), 200),
  );

  const command = <T extends z.ZodType>(name: string, summary: string, action: Action, schema: T) => {
    const body = smallBody(schema);
    return createRoute({
      method: "post",
      path: `${one}/${name}`,
      summary,
      ...requires(action),
      ...body,
      request: { ...body.request, params },
      responses: changed,
    });
  };
  const plain = (name: string, summary: string) =>
    createRoute({
      method: "post",
      path: `${one}/${name}`,
      summary,
      ...requires(desk.write),
      request: { params },
      responses: changed,
    });

  routes.openapi(plain("take", "Take a complaint, or keep it longer"), (c) =>
    c.json(shownLine(deps.take(by(c, c.req.valid("param").reference))), 200),
  );
  routes.openapi(plain("put-back", "Give a complaint back undecided"), (c) =>
    c.json(shownLine(deps.putBack(by(c, c.req.valid("param").reference))), 200),
  );
  routes.openapi(command("join", "It says the same as another open one", desk.write, JoinBody), (c) =>
    c.json(shownLine(deps.join(by(c, c.req.valid("param").reference), c.req.valid("json").to)), 200),
  );
  routes.openapi(command("separate", "It is to be looked at by itself", desk.write, Reasons), (c) =>
    c.json(shownLine(deps.separate(by(c, c.req.valid("param").reference), c.req.valid("json").reasons)), 200),
  );
  routes.openapi(command("triage", "Correct category, urgency and priority", desk.decide, TriageBody), (c) =>
    c.json(shownLine(deps.triage(by(c, c.req.valid("param").reference), c.req.valid("json"))), 200),
  );
  routes.openapi(command("refer", "Pass it to a body beside the blocking", desk.write, ReferBody), (c) =>
    c.json(shownLine(deps.refer(by(c, c.req.valid("param").reference), c.req.valid("json"))), 200),
  );
  routes.openapi(command("answer", "End it with one of the answers", desk.decide, AnswerBody), (c) => {
    const { template, reasons } = c.req.valid("json");
    return c.json(shownLine(deps.answer(by(c, c.req.valid("param").reference), template, reasons)), 200);
  });
  routes.openapi(command("close", "End it without an answer", desk.decide, Reasons), (c) =>
    c.json(shownLine(deps.close(by(c, c.req.valid("param").reference), c.req.valid("json").reasons)), 200),
  );

  const change = smallBody(ReferralChange);
  routes.openapi(
    createRoute({
      method: "patch",
      path: `${one}/referrals/{number}`,
      summary: "What became of a referral",
      ...requires(desk.write),
      ...change,
      request: { ...change.request, params: params.extend({ number: z.coerce.number().int().min(1).max(1_000) }) },
      responses: changed,
    }),
    (c) => {
      const { reference, number } = c.req.valid("param");
      return c.json(shownLine(deps.updateReferral(by(c, reference), { number, ...c.req.valid("json") })), 200);
    },
  );

  const reason = smallBody(RevealReason);
  routes.openapi(
    createRoute({
      method: "post",
      path: `${one}/reveal`,
      summary: "Show what the case keeps closed; each look is audited",
      ...requires(desk.decide),
      ...reason,
      request: { ...reason.request, params },
      responses: { 200: { description: "In clear", content: json(RevealedBody) } },
    }),
    (c) => {
      const revealed = deps.reveal(by(c, c.req.valid("param").reference), c.req.valid("json").reason);
      return c.json(shownRevealed(revealed), 200);
    },
  );

  routes.openapi(
    createRoute({
      method: "post",
      path: `${desk.path}/convert`,
      summary: "Make a drafted order of complaints that one has taken",
      ...requires(desk.decide),
      ...smallBody(ConvertBody),
      responses: { 201: { description: "The order, for two other officers to decide", content: json(Converted) } },
    }),
    async (c) => {
      const { references, ...terms } = c.req.valid("json");
      const converted = await deps.convert({ desk: desk.list, references, terms, officer: actorOf(c) });
      return c.json({ order: converted.order, complaints: converted.complaints.map(shownLine) }, 201);
    },
  );

  return routes;
}
