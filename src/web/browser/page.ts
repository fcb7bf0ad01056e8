/** Small kindnesses for who has script; every page works without. */

const summary = document.querySelector<HTMLElement>(".govuk-error-summary");
if (summary !== null) {
  // Screen readers begin there, and its links move to the field itself.
  summary.focus();
  document.title = `${summary.querySelector("h2")?.textContent?.trim()}: ${document.title}`;
  summary.addEventListener("click", (event) => {
    if (!(event.target instanceof HTMLAnchorElement)) return;
    const field = document.getElementById(event.target.hash.slice(1));
    if (field === null) return;
    event.preventDefault();
    field.focus();
    field.scrollIntoView({ block: "center" });
  });
}

/** A form that is on its way is not sent a second time by a double click, in milliseconds. */
const AGAIN_AFTER = 2_000;
const sentAt = new WeakMap<EventTarget, number>();
// At the document, after the form's own programs: one that holds a form back to send it itself (a passkey's) has not sent it.
document.addEventListener("submit", (event) => {
  const { target, timeStamp } = event;
  if (target === null || event.defaultPrevented) return;
  if (timeStamp - (sentAt.get(target) ?? Number.NEGATIVE_INFINITY) < AGAIN_AFTER) event.preventDefault();
  else sentAt.set(target, timeStamp);
});
