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
for (const form of document.forms) {
  let sentAt = Number.NEGATIVE_INFINITY;
  form.addEventListener("submit", (event) => {
    if (event.timeStamp - sentAt < AGAIN_AFTER) event.preventDefault();
    else sentAt = event.timeStamp;
  });
}
