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

const idle = new Set(fold(filter.dataset.idle).split(" "));
const words = new Map(cards.map((card) => [card, ` ${fold(card.dataset.words)}`]));

/** The words typed, without those that say nothing unless there are no others; a final s or x is forgiven. */
function read(text) {
  const all = fold(text).split(/[\s,;.!?]+/).filter(Boolean);
  const telling = all.filter((word) => word.length > 1 && !idle.has(word));
  return (telling.length ? telling : all).map((word) => (word.length > 3 ? word.replace(/[sx]$/, "") : word));
}

const begins = (card, word) => words.get(card).includes(` ${word}`) || words.get(card).includes(`-${word}`);

/** The cards that fit best. A whole sentence may be typed: the rarer a word among the cards, the more it says. */
function best(typed) {
  const scores = new Map(cards.map((card) => [card, 0]));
  for (const word of typed) {
    const having = cards.filter((card) => begins(card, word));
    for (const card of having) scores.set(card, scores.get(card) + 1 / having.length);
  }
  const highest = Math.max(...scores.values());
  return highest ? cards.filter((card) => scores.get(card) > highest / 2) : [];
}

function tell(count) {
  const { none, one, many } = found.dataset;
  found.textContent = count === 0 ? none : count === 1 ? one : many.replace("{n}", count);
}

function narrow() {
  const typed = read(input.value);
  const shown = typed.length ? best(typed) : cards;
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
