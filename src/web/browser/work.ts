import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";

/**
 * The proof of work that keeps programs from flooding the desks (intake/complaints/proof-of-work.ts). It begins when the
 * answers are shown, so that it is mostly done when they are sent. Without it the complaint goes all the same, to a
 * slower queue.
 */
const form = document.querySelector<HTMLFormElement>("form[data-challenge]");
const field = form?.querySelector<HTMLInputElement>("input[name=proof]");
const status = form?.querySelector<HTMLElement>("[data-working]");
if (form && field && status) {
  const done = work(form.dataset.challenge ?? "").then(
    (proof) => {
      field.value = proof;
    },
    () => undefined,
  );
  form.addEventListener("submit", (event) => {
    const goesBack = event.submitter instanceof HTMLButtonElement && event.submitter.name !== "";
    if (goesBack || event.defaultPrevented || field.value !== "") return;
    event.preventDefault();
    status.textContent = status.dataset.working ?? "";
    // `submit` asks no listener again.
    void done.then(() => form.submit());
  });
}

async function work(path: string): Promise<string> {
  const response = await fetch(path, { credentials: "omit" });
  if (!response.ok) throw new Error(String(response.status));
  const challenge = await response.json();
  const solution = await solveChallenge({ challenge, deriveKey });
  return btoa(JSON.stringify({ challenge, solution }));
}
