import type { ReleasesDeps } from "../../../api/releases/deps.ts";
import { actorOf } from "../../../api/staff-route.ts";
import { samePerson } from "../../../core/order/decision.ts";
import type { PolicyProposal } from "../../../core/release/policy.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { formatNumber, formatTime } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { SummaryList } from "../../ui/summary-list.tsx";
import { hasRole } from "../orders/part.tsx";
import type { ConsoleContext } from "../pages.tsx";
import { RELEASES_PATH } from "./part.tsx";
import { RELEASES } from "./words.ts";

type Props = { readonly c: ConsoleContext; readonly language: Language; readonly releases: ReleasesDeps };

/** The rollback that holds, and what is proposed, with the ways on for whoever may go them. */
export function PolicyParts({ c, language, releases }: Props) {
  const { policy: words } = RELEASES[language];
  const { rollback, proposal } = releases.policy();
  const publishes = hasRole(c, "release.publish");
  return (
    <>
      {rollback !== null && (
        <>
          <h2 class="govuk-heading-m">{words.holds(formatNumber(language, rollback.to))}</h2>
          <p class="govuk-body">{words.holdsLead}</p>
          <SummaryList
            rows={[
              { key: words.at, value: formatTime(language, rollback.at) },
              { key: words.proposedBy, value: <bdi>{rollback.second}</bdi> },
              { key: words.confirmedBy, value: <bdi>{rollback.by}</bdi> },
              { key: words.reasons, value: <bdi class="hifazat-lines">{rollback.reasons}</bdi> },
            ]}
          />
          {publishes && proposal === null && (
            <ButtonLink href={`${RELEASES_PATH}/end-rollback`} look="secondary">
              {words.end}
            </ButtonLink>
          )}
        </>
      )}
      {proposal !== null && (
        <>
          <h2 class="govuk-heading-m">{proposalTitle(language, proposal)}</h2>
          <ProposalFacts language={language} proposal={proposal} />
          <div class="govuk-button-group">
            {hasRole(c, "batch.release") && !samePerson(proposal.by, actorOf(c)) && (
              <ButtonLink href={`${RELEASES_PATH}/confirm`}>{words.confirm}</ButtonLink>
            )}
            {publishes && (
              <ButtonLink href={`${RELEASES_PATH}/drop`} look="secondary">
                {words.drop}
              </ButtonLink>
            )}
          </div>
          {samePerson(proposal.by, actorOf(c)) && <p class="govuk-body">{words.own}</p>}
        </>
      )}
    </>
  );
}

export function proposalTitle(language: Language, proposal: PolicyProposal): string {
  const { policy: words } = RELEASES[language];
  return proposal.kind === "rollback" ? words.rollbackProposed(formatNumber(language, proposal.to)) : words.endProposed;
}

export function ProposalFacts(props: { readonly language: Language; readonly proposal: PolicyProposal }) {
  const { language, proposal } = props;
  const { policy: words } = RELEASES[language];
  return (
    <SummaryList
      rows={[
        { key: words.at, value: formatTime(language, proposal.at) },
        { key: words.proposedBy, value: <bdi>{proposal.by}</bdi> },
        { key: words.reasons, value: <bdi class="hifazat-lines">{proposal.reasons}</bdi> },
      ]}
    />
  );
}
