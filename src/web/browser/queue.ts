/** Shortcuts on the queue: each does what a link or a button of the page does. */

const rows = [...document.querySelectorAll<HTMLAnchorElement>("[data-row]")];
const help = document.querySelector<HTMLDialogElement>("#keys");

document.addEventListener("keydown", (event) => {
  const { target } = event;
  const typing = target instanceof HTMLElement && target.matches("input:not([type=checkbox]), select, textarea");
  if (typing || event.ctrlKey || event.altKey || event.metaKey || help?.open) return;
  switch (event.key) {
    case "j":
      move(1);
      break;
    case "k":
      move(-1);
      break;
    case "a":
      present()?.closest("tr")?.querySelector<HTMLButtonElement>("[data-take]")?.click();
      break;
    case "?":
      help?.showModal();
      break;
    default:
      return;
  }
  event.preventDefault();
});

/** The case whose link or button has the focus. Enter opens it, as with every link. */
function present(): HTMLAnchorElement | undefined {
  const row = document.activeElement?.closest("tr");
  return rows.find((link) => link.closest("tr") === row);
}

function move(step: 1 | -1): void {
  const link = present();
  const at = link === undefined ? (step === 1 ? 0 : rows.length - 1) : rows.indexOf(link) + step;
  rows[at]?.focus();
}

document.querySelector("[data-keys-open]")?.addEventListener("click", (event) => {
  event.preventDefault();
  help?.showModal();
});
document.querySelector("[data-keys-close]")?.addEventListener("click", () => help?.close());
