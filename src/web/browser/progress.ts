/** Shows how far something is that goes on on the server, and the page as it is afterwards. */

/** Milliseconds. */
const EVERY = 1_000;

type Standing = { readonly done: boolean; readonly items?: number; readonly text?: string };

for (const box of document.querySelectorAll<HTMLElement>("[data-progress]")) {
  const address = box.dataset.progress ?? "";
  const text = box.querySelector("p");
  const bar = box.querySelector("progress");

  async function look(): Promise<void> {
    const response = await fetch(address, { headers: { accept: "application/json" } });
    const standing: Standing = await response.json();
    if (standing.done) return location.reload();
    if (text !== null && standing.text !== undefined) text.textContent = standing.text;
    if (bar?.hasAttribute("max") && standing.items !== undefined) bar.value = Math.min(standing.items, bar.max);
    setTimeout(watch, EVERY);
  }
  // A network that is gone for a moment is asked again.
  const watch = (): void => void look().catch(() => setTimeout(watch, 5 * EVERY));
  setTimeout(watch, EVERY);
}
