import { visibleTo } from "../../../api/cases/visible.ts";
import { requires } from "../../../api/staff-route.ts";
import type { ComplaintView } from "../../../core/complaint/view.ts";
import type { HifazatError } from "../../../core/errors.ts";
import type { ConsoleDeps } from "../deps.ts";
import { type ConsoleContext, type ConsolePages, seeOther } from "../pages.tsx";
import { Actions, sendCase } from "./case-page.tsx";
import { ComplaintFacts } from "./complaint-facts.tsx";
import { byOf, COMPLAINT_DESKS, mayEver } from "./desks.ts";
import { Duplicates } from "./duplicates.tsx";
import { holdingOf } from "./lock-notice.tsx";
import { Referrals } from "./referrals.tsx";
import { ShownAddresses } from "./shown-addresses.tsx";
import { StatementPart } from "./statement.tsx";
import { Timeline } from "./timeline.tsx";
import { ACTS, CASES } from "./words.ts";

type Desk = (typeof COMPLAINT_DESKS)[number];

/** One complaint: everything its desk may see, whose it is, and the ways to what can be done with it. */
export function complaintPages(pages: ConsolePages, deps: ConsoleDeps): void {
  const { complaints } = deps.cases;
  for (const desk of COMPLAINT_DESKS) {
    const one = `${desk.path}/:reference`;
    const show = (c: ConsoleContext, refused?: HifazatError) =>
      sendComplaint(c, deps, desk, visibleTo(c, complaints.view(desk.list, c.req.param("reference") ?? "")), refused);
    const again = (c: ConsoleContext, _: unknown, error: HifazatError) => {
      c.set("reach", mayEver(c, desk.read) ?? "own");
      return show(c, error);
    };

    pages.page(one, requires(desk.read), async (c) => show(c));
    for (const [what, command, done] of [
      ["take", complaints.take, "taken"],
      ["put-back", complaints.putBack, "put_back"],
    ] as const) {
      // Where the switch of language leads to after a refusal.
      pages.page(`${one}/${what}`, requires(desk.read), async (c) => seeOther(back(desk, c)));
      pages.action(
        `${one}/${what}`,
        requires(desk.write),
        async (c) => {
          command(byOf(c, desk));
          return seeOther(`${back(desk, c)}?done=${done}`);
        },
        { again },
      );
    }
  }
}

const back = (desk: Desk, c: ConsoleContext): string => `${desk.path}/${c.req.param("reference") ?? ""}`;

function sendComplaint(
  c: ConsoleContext,
  deps: ConsoleDeps,
  desk: Desk,
  view: ComplaintView,
  refused: HifazatError | undefined,
): Promise<Response> {
  const { reference, state, lock } = view;
  const path = `${desk.path}/${reference}`;
  const mayWrite = mayEver(c, desk.write) !== undefined;
  const isWorkedOn = state === "received" || state === "under_review";
  const mine = state === "under_review" && holdingOf(c, lock) === "mine";
  return sendCase(c, deps, {
    title: (language) => CASES[language].case.complaint(reference),
    ...{ path, lock, refused },
    mayTake: mayWrite && isWorkedOn,
    children: (language) => {
      const mayDecide = mayEver(c, desk.decide) !== undefined;
      const acts = ACTS[language];
      const offered = [
        ...(mine && mayDecide
          ? [
              { to: "convert", text: acts.convert.title },
              { to: "answer", text: acts.answer.title },
              { to: "triage", text: acts.triage.title },
            ]
          : []),
        ...(mine && mayWrite ? [{ to: "join", text: acts.join.title }] : []),
        ...(mayWrite && state === "joined" ? [{ to: "separate", text: acts.separate.title }] : []),
        ...(mayWrite && state !== "concluded" ? [{ to: "refer", text: acts.refer.title }] : []),
        ...(mine && mayDecide ? [{ to: "close", text: acts.close.title }] : []),
      ];
      return (
        <>
          {state === "concluded" && <p class="govuk-body">{CASES[language].case.ended}</p>}
          {!mayWrite && <p class="govuk-body">{CASES[language].case.readOnly}</p>}
          <div class="govuk-grid-row">
            <div class="govuk-grid-column-two-thirds">
              <ComplaintFacts {...{ c, language, view, list: desk.list }} />
              <ShownAddresses {...{ language, shown: view.shown }} reveal={mayDecide ? `${path}/reveal` : undefined} />
              {desk.list === "general" && <StatementPart language={language} statement={view.statement} />}
              <Referrals {...{ c, language, view, path, mayWrite }} />
              <Duplicates {...{ language, view, list: desk.list, path, mayJoin: mine && mayWrite }} />
            </div>
            <div class="govuk-grid-column-one-third">
              <Actions language={language} path={path} actions={offered} />
              {view.history.length > 0 && (
                <>
                  <h2 class="govuk-heading-m">{CASES[language].case.timeline}</h2>
                  <Timeline language={language} history={view.history} />
                </>
              )}
            </div>
          </div>
        </>
      );
    },
  });
}
