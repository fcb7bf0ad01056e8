/** The button that prints, for who has script; everybody else has the browser's own. */
const button = document.querySelector<HTMLButtonElement>("#print");
if (button !== null) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
