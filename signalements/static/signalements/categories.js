// Finds a category while one types, and says who will receive the report.
// Fed by templates/signalements/_categories.html: data-words, and the sentences of .found.
const box = document.querySelector(".categories");
const cards = [...box.querySelectorAll(".category")];
const families = [...box.querySelectorAll(".family")];
const filter = box.querySelector(".filter");
const input = filter.querySelector("input");
const found = filter.querySelector(".found");
const receiver = document.querySelector(".receiver");

/** Without accents, case or ligatures: « Égout » is found by "egout". */
function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/[’']/g, " ");
}

const words = new Map(cards.map((card) => [card, ` ${fold(card.dataset.words)}`]));

/** Every word typed begins a word of the card. A final s or x is forgiven by `narrow`. */
function fits(card, typed) {
  return typed.every((word) => words.get(card).includes(` ${word}`) || words.get(card).includes(`-${word}`));
}

function tell(count) {
  const { none, one, many } = found.dataset;
  found.textContent = count === 0 ? none : count === 1 ? one : many.replace("{n}", count);
}

function narrow() {
  const typed = fold(input.value).split(/[\s,]+/).filter(Boolean).map((word) => (word.length > 3 ? word.replace(/[sx]$/, "") : word));
  const shown = cards.filter((card) => fits(card, typed));
  for (const card of cards) card.hidden = !shown.includes(card) && !card.querySelector("input").checked;
  for (const family of families) family.hidden = !family.querySelector(".category:not([hidden])");
  if (typed.length) tell(shown.length);
  else found.textContent = "";
}

function first() {
  return cards.find((card) => !card.hidden && !card.querySelector("input").checked)?.querySelector("input");
}

function receive() {
  const chosen = box.querySelector("input:checked")?.closest(".category");
  receiver.textContent = chosen ? chosen.querySelector(".who").textContent.replace(/\s+/g, " ").trim() : "";
}

filter.hidden = false;
input.addEventListener("input", narrow);
input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault(); // Enter here looks for a category: it must not send the form
  first()?.focus();
});
box.addEventListener("change", receive);
receive();
