import { requires } from "../../../api/staff-route.ts";
import type { AppealView } from "../../../core/appeal/view.ts";
import type { HifazatError } from "../../../core/errors.ts";
import { samePerson } from "../../../core/order/decision.ts";
import type { Language } from "../../ui/language.ts";
import { Inset } from "../../ui/notice.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { type ConsoleContext, type ConsolePages, seeOther } from "../pages.tsx";
import { AppealFacts } from "./appeal-facts.tsx";
import { Actions, sendCase } from "./case-page.tsx";
import { APPEAL_DESKS, byOf, mayEver } from "./desks.ts";
import { holdingOf } from "./lock-notice.tsx";
import { Prose } from "./prose.tsx";
import { ShownAddresses } from "./shown-addresses.tsx";
import { Timeline } from "./timeline.tsx";
import { ACTS, CASES } from "./words.ts";

type Desk = (typeof APPEAL_DESKS)[number];

/** One appeal: what it is against, who may not decide it, and the ways to what can be done with it. */
export function appealPages(pages: ConsolePages, deps: ConsoleDeps): void {
  const { appeals } = deps.cases;
  for (const desk of APPEAL_DESKS) {
    const one = `${desk.path}/:reference`;
    const path = (c: ConsoleContext) => `${desk.path}/${c.req.param("reference") ?? ""}`;
    const show = (c: ConsoleContext, refused?: HifazatError) =>
      sendAppeal(c, deps, desk, appeals.view(desk.list, c.req.param("reference") ?? ""), refused);

    pages.page(one, requires(desk.read), async (c) => show(c));
    for (const [what, command, done] of [
      ["take", appeals.take, "taken"],
      ["put-back", appeals.putBack, "put_back"],
    ] as const) {
      // Where the switch of language leads to after a refusal.
      pages.page(`${one}/${what}`, requires(desk.read), async (c) => seeOther(path(c)));
      pages.action(
        `${one}/${what}`,
        requires(desk.write),
        async (c) => {
          command(byOf(c, desk));
          return seeOther(`${path(c)}?done=${done}`);
        },
        { again: (c, _, error) => show(c, error) },
      );
    }
  }
}

function sendAppeal(
  c: ConsoleContext,
  deps: ConsoleDeps,
  desk: Desk,
  view: AppealView,
  refused: HifazatError | undefined,
): Promise<Response> {
  const { reference, state, lock } = view;
  const path = `${desk.path}/${reference}`;
  const mayWrite = mayEver(c, desk.write) !== undefined;
  return sendCase(c, deps, {
    title: (language) => CASES[language].case.appeal(reference),
    ...{ path, lock, refused },
    mayTake: mayWrite && (state === "received" || state === "under_review"),
    children: (language) => (
      <>
        {state === "concluded" && <p class="govuk-body">{CASES[language].case.ended}</p>}
        {!mayWrite && <p class="govuk-body">{CASES[language].case.readOnly}</p>}
        <Standing {...{ c, language, view }} />
        <div class="govuk-grid-row">
          <div class="govuk-grid-column-two-thirds">
            <AppealFacts {...{ c, language, view, list: desk.list }} />
            <ShownAddresses {...{ language, shown: [view.shown] }} reveal={mayWrite ? `${path}/reveal` : undefined} />
            {desk.list === "general" && (
              <>
                <h2 class="govuk-heading-m">{CASES[language].case.statement}</h2>
                {view.statement === null || view.statement === "" ? (
                  <p class="govuk-body">{CASES[language].case.noStatement}</p>
                ) : (
                  <Prose text={view.statement} />
                )}
              </>
            )}
          </div>
          <div class="govuk-grid-column-one-third">
            <Actions {...{ language, path, actions: actionsOf(c, desk, view, language) }} />
            <h2 class="govuk-heading-m">{CASES[language].case.timeline}</h2>
            <Timeline language={language} history={view.history} />
          </div>
        </div>
      </>
    ),
  });
}

/** Whether the caller had a part in the block, or proposed the decision themselves. */
function standingOf(c: ConsoleContext, { parties, proposal }: AppealView): "party" | "proposer" | "independent" {
  const { caller } = c.var;
  if (caller.kind !== "session") return "independent";
  if (parties.some((party) => samePerson(party, caller.actor))) return "party";
  return proposal !== null && samePerson(proposal.by, caller.actor) ? "proposer" : "independent";
}

/** What of two officers' decision is there, and why the caller may have no part in it. */
function Standing(props: { readonly c: ConsoleContext; readonly language: Language; readonly view: AppealView }) {
  const { c, language, view } = props;
  const words = CASES[language];
  const acts = ACTS[language].appeal;
  const standing = view.state === "concluded" ? "independent" : standingOf(c, view);
  return (
    <>
      {view.proposal !== null && view.state === "proposed" && (
        <Inset>
          <strong>{words.case.proposal(view.proposal.by, words.appealOutcomes[view.proposal.verdict])}</strong>{" "}
          {words.case.proposalNext}
        </Inset>
      )}
      {standing === "party" && <Inset>{acts.notIndependent}</Inset>}
      {standing === "proposer" && <Inset>{acts.ownProposal}</Inset>}
      {view.suspended && <Inset>{words.case.suspended}</Inset>}
    </>
  );
}

function actionsOf(c: ConsoleContext, desk: Desk, view: AppealView, language: Language) {
  const acts = ACTS[language].appeal;
  const { state, lock, suspended, standing } = view;
  const mine = state === "under_review" && holdingOf(c, lock) === "mine";
  const mayDecide = mayEver(c, desk.decide) !== undefined;
  const role = standingOf(c, view);
  return [
    ...(mine && mayDecide && !suspended && standing.length > 0 ? [{ to: "suspend", text: acts.suspend.title }] : []),
    ...(mine && mayDecide && role === "independent" ? [{ to: "propose", text: acts.propose.title }] : []),
    ...(state === "proposed" && mayDecide && role === "independent"
      ? [{ to: "confirm", text: acts.confirm.title }]
      : []),
    ...(state === "proposed" && mayDecide && role !== "party" ? [{ to: "return", text: acts.return.title }] : []),
    ...(state !== "concluded" && !suspended && mayEver(c, desk.write) !== undefined
      ? [{ to: "close", text: acts.close.title }]
      : []),
  ];
}
