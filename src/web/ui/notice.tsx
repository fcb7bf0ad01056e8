import type { Child } from "hono/jsx";
import type { Language } from "./language.ts";
import { UI } from "./words.ts";

type Props = { readonly language: Language; readonly children?: Child };

/** What must not be overlooked before going on. */
export const Warning = ({ language, children }: Props) => (
  <div class="govuk-warning-text">
    <span class="govuk-warning-text__icon" aria-hidden="true">
      !
    </span>
    <strong class="govuk-warning-text__text">
      <span class="govuk-visually-hidden">{UI[language].warning}</span>
      {children}
    </strong>
  </div>
);

/** What has just been done, at the top of the page that is shown next; or something important that is so. */
export const Notification = ({ language, success, children }: Props & { readonly success?: boolean }) => (
  <section
    class={`govuk-notification-banner${success ? " govuk-notification-banner--success" : ""}`}
    role={success ? "alert" : undefined}
    aria-labelledby="notification-title"
  >
    <div class="govuk-notification-banner__header">
      <h2 class="govuk-notification-banner__title" id="notification-title">
        {success ? UI[language].success : UI[language].important}
      </h2>
    </div>
    <div class="govuk-notification-banner__content">
      <p class="govuk-notification-banner__heading">{children}</p>
    </div>
  </section>
);

export const Inset = ({ children }: { readonly children?: Child }) => <div class="govuk-inset-text">{children}</div>;

export type TagColour = "grey" | "green" | "blue" | "red" | "orange" | "yellow" | "purple";
/** A state in a word; the colour only repeats it. */
export const Tag = ({ colour, children }: { readonly colour: TagColour; readonly children?: Child }) => (
  <strong class={`govuk-tag govuk-tag--${colour}`}>{children}</strong>
);

export const Details = (props: { readonly summary: Child; readonly open?: boolean; readonly children?: Child }) => (
  <details class="govuk-details" open={props.open}>
    <summary class="govuk-details__summary">
      <span class="govuk-details__summary-text">{props.summary}</span>
    </summary>
    <div class="govuk-details__text">{props.children}</div>
  </details>
);

export const BackLink = ({ language, href }: { readonly language: Language; readonly href: string }) => (
  <a href={href} class="govuk-back-link">
    {UI[language].back}
  </a>
);
