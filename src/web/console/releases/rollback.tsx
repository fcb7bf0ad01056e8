import { actorOf, requires } from "../../../api/staff-route.ts";
import type { PolicyCommand, PolicyProposal } from "../../../core/release/policy.ts";
import { formatNumber } from "../../ui/dates.ts";
import { type FormErrors, TextArea } from "../../ui/form.tsx";
import type { Language } from "../../ui/language.ts";
import type { ConsoleDeps } from "../deps.ts";
import { formPage, type Values } from "../form-page.tsx";
import type { ConsoleContext, ConsolePages } from "../pages.tsx";
import { namedRelease, RELEASES_PATH } from "./part.tsx";
import { ProposalFacts, proposalTitle } from "./policy.tsx";
import { Back, refusal, whereTo } from "./publish.tsx";
import { RELEASES } from "./words.ts";

/** A rollback and its end: proposed by one officer, confirmed by a senior officer who is another, or dropped. */
export function rollbackPages(pages: ConsolePages, deps: ConsoleDeps): void {
  const { releases } = deps;
  const decide = (c: ConsoleContext, command: PolicyCommand) => releases.decide(command, actorOf(c));
  const common = { here: "releases", refusal } as const;

  formPage(pages, deps, {
    ...common,
    path: `${RELEASES_PATH}/:number/rollback`,
    access: requires("release.publish"),
    faultAt: "reasons",
    view(c, language, values, errors) {
      const words = RELEASES[language].rollback;
      const { number } = namedRelease(c, deps);
      return {
        title: words.title(formatNumber(language, number)),
        before: <Back language={language} />,
        lead: (
          <>
            <p class="govuk-body">{words.lead}</p>
            <Difference {...{ language, deps, to: number }} />
          </>
        ),
        fields: <Reasons {...{ language, values, errors, label: words.reasons }} />,
        submit: words.submit,
        look: "warning",
      };
    },
    async act(c, form) {
      const { number } = namedRelease(c, deps);
      await decide(c, { kind: "propose_rollback", to: number, reasons: form.text("reasons") });
      return `${RELEASES_PATH}?done=proposed`;
    },
  });

  formPage(pages, deps, {
    ...common,
    path: `${RELEASES_PATH}/end-rollback`,
    access: requires("release.publish"),
    faultAt: "reasons",
    view(_, language, values, errors) {
      const words = RELEASES[language].end;
      return {
        title: words.title,
        before: <Back language={language} />,
        lead: <p class="govuk-body">{words.lead}</p>,
        fields: <Reasons {...{ language, values, errors, label: RELEASES[language].rollback.reasons }} />,
        submit: words.submit,
      };
    },
    async act(c, form) {
      await decide(c, { kind: "propose_end", reasons: form.text("reasons") });
      return `${RELEASES_PATH}?done=proposed`;
    },
  });

  formPage(pages, deps, {
    ...common,
    path: `${RELEASES_PATH}/confirm`,
    access: requires("batch.release"),
    faultAt: "main",
    view: (_, language) => ({
      title: RELEASES[language].confirm.title,
      before: <Back language={language} />,
      lead: <Proposed {...{ language, deps }} />,
      submit: RELEASES[language].confirm.submit,
      look: "warning",
    }),
    async act(c) {
      const { outcome } = await decide(c, { kind: "confirm" });
      return outcome === null ? RELEASES_PATH : whereTo(outcome);
    },
  });

  formPage(pages, deps, {
    ...common,
    path: `${RELEASES_PATH}/drop`,
    access: requires("release.publish"),
    faultAt: "reasons",
    view: (_, language, values, errors) => ({
      title: RELEASES[language].drop.title,
      before: <Back language={language} />,
      lead: <Proposed {...{ language, deps }} />,
      fields: <Reasons {...{ language, values, errors, label: RELEASES[language].drop.reasons }} />,
      submit: RELEASES[language].drop.submit,
    }),
    async act(c, form) {
      await decide(c, { kind: "drop", reasons: form.text("reasons") });
      return `${RELEASES_PATH}?done=dropped`;
    },
  });
}

function Reasons(props: {
  readonly language: Language;
  readonly values: Values;
  readonly errors: FormErrors;
  readonly label: string;
}) {
  const { language, values, errors, label } = props;
  return <TextArea {...{ language, errors, label }} name="reasons" value={values.text("reasons")} maxlength={4_000} />;
}

type OfDeps = { readonly language: Language; readonly deps: Pick<ConsoleDeps, "releases"> };

function Proposed({ language, deps }: OfDeps) {
  const { proposal } = deps.releases.policy();
  if (proposal === null) return <p class="govuk-body">{RELEASES[language].confirm.nothing}</p>;
  return (
    <>
      <h2 class="govuk-heading-m">{proposalTitle(language, proposal)}</h2>
      <ProposalFacts language={language} proposal={proposal} />
      {goesBackTo(proposal) !== undefined && <Difference {...{ language, deps, to: goesBackTo(proposal) ?? 0 }} />}
    </>
  );
}

const goesBackTo = (proposal: PolicyProposal): number | undefined =>
  proposal.kind === "rollback" ? proposal.to : undefined;

/** What going back changes, against the newest release. */
function Difference({ language, deps, to }: OfDeps & { readonly to: number }) {
  const newest = deps.releases.releases(null, 1)[0]?.number ?? to;
  return (
    <p class="govuk-body">
      <a class="govuk-link" href={`${RELEASES_PATH}/difference?from=${newest}&to=${to}`}>
        {RELEASES[language].rollback.see}
      </a>
    </p>
  );
}
