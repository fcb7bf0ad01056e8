import type { ItemOutcome } from "../../../core/order/order.ts";
import { formatNumber } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { OUTCOMES } from "./part.tsx";
import { ORDERS } from "./words.ts";

/** Which outcome's rows are shown; those without any are left out once the numbers are known. */
export function OutcomeTabs(props: {
  readonly language: Language;
  readonly counts: Readonly<Record<ItemOutcome, number>> | undefined;
  readonly current: ItemOutcome;
  readonly href: (outcome: ItemOutcome) => string;
}) {
  const { language, counts, current, href } = props;
  const words = ORDERS[language];
  const shown = OUTCOMES.filter((outcome) => outcome === current || counts === undefined || counts[outcome] > 0);
  return (
    <nav aria-label={words.check.tabs}>
      <ul class="hifazat-tabs">
        {shown.map((outcome) => (
          <li>
            <a class="govuk-link" href={href(outcome)} aria-current={outcome === current ? "page" : undefined}>
              {words.outcome[outcome]}
              {counts !== undefined && ` (${formatNumber(language, counts[outcome])})`}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The first outcome of which there is something; what has to be mended comes first. */
export function firstOutcome(counts: Readonly<Record<ItemOutcome, number>>): ItemOutcome {
  return OUTCOMES.find((outcome) => counts[outcome] > 0) ?? "accepted";
}
