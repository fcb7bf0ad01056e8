/** The way out at once: the page goes blank, and the browser's back button does not lead here again. */
const way = document.querySelector<HTMLAnchorElement>("#leave");
way?.addEventListener("click", (event) => {
  event.preventDefault();
  document.documentElement.hidden = true;
  location.replace(way.href);
});
