import type { Happened } from "../../../core/order/fold.ts";
import { formatNumber, formatTime } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { ORDERS } from "./words.ts";

/** Everything that happened to an order, newest first. */
export function Timeline({ language, events }: { readonly language: Language; readonly events: readonly Happened[] }) {
  const { timeline } = ORDERS[language];
  return (
    <>
      <h2 class="govuk-heading-m">{timeline.heading}</h2>
      <ol class="hifazat-timeline">
        {[...events].reverse().map(({ at, actor, event }) => (
          <li>
            <strong>{timeline.event[event.kind]}</strong>
            {event.kind === "in_force" && ` ${timeline.release(formatNumber(language, event.release))}`}
            {event.kind === "items_added" && (
              <>
                {": "}
                <bdi>{event.upload.source.name}</bdi>
              </>
            )}
            <br />
            <span class="govuk-hint">
              <bdi>{actor}</bdi>
              {timeline.between}
              <bdi>{formatTime(language, at)}</bdi>
            </span>
            {reasonsOf(event) !== undefined && <p class="govuk-body-s hifazat-lines">{reasonsOf(event)}</p>}
          </li>
        ))}
      </ol>
    </>
  );
}

function reasonsOf(event: Happened["event"]): string | undefined {
  if (event.kind === "proposed") return event.proposal.reasons;
  return "reasons" in event ? event.reasons : undefined;
}
