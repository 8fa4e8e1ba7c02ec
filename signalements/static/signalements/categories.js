// Finds a category while one types, and says who will receive the report. Words that begin the same are found here at
// once; the server then understands the rest: typos, sentences, what matters most in them.
// Fed by templates/signalements/_categories.html: data-address, data-words, and the sentences of .found.
const box = document.querySelector(".categories");
const cards = [...box.querySelectorAll(".category")];
const families = [...box.querySelectorAll(".family")];
const slot = (card) => card.closest(".slot"); // the card with its questions
const homes = new Map(cards.map((card) => [card, slot(card).parentElement]));
const best = box.querySelector(".best");
const filter = box.querySelector(".filter");
const input = filter.querySelector("input");
const found = filter.querySelector(".found");
const receiver = document.querySelector(".receiver");
const WAIT = 160; // ms after the last letter
const QUIET = 600; // ms without a letter before it is read aloud
const known = new Map(); // what the server said, by the words
let timer = 0;
let saying = 0;
let turn = 0;

/** Without accents, case or ligatures: « Égout » is found by "egout". */
function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/[’']/g, " ");
}

const idle = new Set(fold(filter.dataset.idle).split(" "));
const words = new Map(cards.map((card) => [card, ` ${fold(card.dataset.words)}`]));
const radio = (card) => card.querySelector("input");

/** The words typed, without those that say nothing unless there are no others; a final s or x is forgiven. */
function read(text) {
  const all = fold(text).split(/[\s,;.!?]+/).filter(Boolean);
  const telling = all.filter((word) => word.length > 1 && !idle.has(word));
  return (telling.length ? telling : all).map((word) => (word.length > 3 ? word.replace(/[sx]$/, "") : word));
}

const begins = (card, word) => words.get(card).includes(` ${word}`) || words.get(card).includes(`-${word}`);

/** Here, at once: the cards that fit best. The rarer a word among the cards, the more it says. */
function guess(typed) {
  const scores = new Map(cards.map((card) => [card, 0]));
  for (const word of read(typed)) {
    const having = cards.filter((card) => begins(card, word));
    for (const card of having) scores.set(card, scores.get(card) + 1 / having.length);
  }
  const highest = Math.max(...scores.values());
  return highest ? cards.filter((card) => scores.get(card) > highest / 2) : [];
}

/** The cards that the server finds for these words, the best first; those found here when it does not answer. */
async function seek(typed) {
  if (known.has(typed)) return known.get(typed);
  const answer = await fetch(`${filter.dataset.address}?q=${encodeURIComponent(typed)}`).catch(() => null);
  if (!answer?.ok) return guess(typed);
  const { categories } = await answer.json();
  const said = categories.map(({ code }) => cards.find((card) => radio(card).value === code)).filter(Boolean);
  known.set(typed, said);
  return said;
}

/** Said once one stops typing, and only when it differs: written at each letter, it would be read over and over. */
function tell(count) {
  const { none, one, many } = found.dataset;
  const text = count === 0 ? none : count === 1 ? one : many.replace("{n}", count);
  saying = setTimeout(() => { if (found.textContent !== text) found.textContent = text; }, QUIET);
}

/** Show these, in their order, above the families; all of them at home when nothing is looked for. */
function show(chosen) {
  const focused = document.activeElement;
  for (const card of cards) homes.get(card).append(slot(card));
  if (chosen) best.querySelector(".cards").append(...chosen.map(slot));
  best.hidden = !chosen?.length;
  for (const card of cards) card.hidden = Boolean(chosen) && !chosen.includes(card) && !radio(card).checked;
  for (const family of families) family.hidden = !family.querySelector(".category:not([hidden])");
  if (focused !== document.activeElement) focused.focus(); // a card that moves loses it
  clearTimeout(saying);
  if (chosen) tell(chosen.length);
  else found.textContent = "";
}

async function ask(typed) {
  const mine = ++turn;
  const chosen = await seek(typed);
  if (mine === turn) show(chosen);
}

function narrow() {
  clearTimeout(timer);
  turn += 1; // what is on its way answers other words
  const typed = input.value.trim();
  if (!typed) return show(null);
  const near = guess(typed);
  if (near.length) show(near);
  timer = setTimeout(ask, WAIT, typed);
  return undefined;
}

function receive() {
  const chosen = box.querySelector("input:checked")?.closest(".category");
  receiver.textContent = chosen ? chosen.querySelector(".who").textContent.replace(/\s+/g, " ").trim() : "";
}

Object.assign(filter.querySelector("button"), { hidden: true, type: "button" }); // one sees it while typing
input.addEventListener("input", narrow);
input.addEventListener("keydown", async (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault(); // Enter here looks for a category: it must not send the form
  clearTimeout(timer);
  turn += 1;
  if (best.hidden && input.value.trim()) await ask(input.value.trim()); // nothing begins the same: the server may know
  const card = best.hidden ? cards.find((each) => !each.hidden && !radio(each).checked) : best.querySelector(".category");
  card?.querySelector("input").focus();
});
box.querySelector(".all").addEventListener("click", () => {
  input.value = "";
  input.dispatchEvent(new Event("input", { bubbles: true })); // whoever folds the families listens too
  input.focus();
});
box.addEventListener("change", receive);
receive();
