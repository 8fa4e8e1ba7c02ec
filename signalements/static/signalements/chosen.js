// Once a category is chosen the others are folded: what it asks, and what is already reported here, come right under it.
// Fed by templates/signalements/_categories.html. Without JavaScript all of them stay.
const box = document.querySelector(".categories");
const best = box.querySelector(".best");
const all = box.querySelector(".all");
const search = box.querySelector("#filtre-categories");
let decided = true; // the arrow keys go from one category to the next: they have not chosen yet

const chosen = () => box.querySelector('[name="categorie"]:checked')?.closest(".category");

function offer() {
  all.hidden = best.hidden && !("folded" in box.dataset);
}

function fold() {
  box.toggleAttribute("data-folded", Boolean(chosen()));
  offer();
}

/** What it asks is below: the card must not stay at the bottom of the screen, nor be gone with what was above it. */
function bring(card) {
  const { top } = card.getBoundingClientRect();
  if (top < 0 || top > innerHeight / 2) card.scrollIntoView({ block: "start" });
}

box.addEventListener("pointerdown", () => { decided = true; });
box.addEventListener("keydown", ({ key }) => { decided = !key.startsWith("Arrow"); });
box.addEventListener("change", ({ target, isTrusted }) => {
  if (target.name !== "categorie" || !decided) return;
  fold();
  if (isTrusted) requestAnimationFrame(() => bring(target.closest(".category")));
});
// Whoever chose with the arrows has chosen once they go on, to a question or out of the categories.
box.addEventListener("focusout", ({ target, relatedTarget }) => {
  const on = relatedTarget && (!box.contains(relatedTarget) || relatedTarget.closest(".asked"));
  if (target.name === "categorie" && on) fold();
});
search.addEventListener("input", () => {
  delete box.dataset.folded;
  offer();
});
new MutationObserver(offer).observe(best, { attributes: true, attributeFilter: ["hidden"] });
fold();
