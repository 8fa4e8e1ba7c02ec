// « Ceci existe déjà ? » while one writes: asks once the place and what it is are known, and again when they change.
// Fed by the page’s own .already-here: `data-address` answers, `data-chosen` names the field that says what it is,
// `data-words` the written ones (« title:titre »). The answer is a page’s fragment with .already-one in it.
import { moves } from "./spot.js";

const here = document.querySelector(".already-here");
const form = here?.closest("form");
const said = document.querySelector(".already-said");
const value = (name) => form.querySelector(`[name="${name}"]`)?.value ?? "";
const BAR = 96; // px: the bar that sends hides what is under it
const passed = new Set(); // those of which one said: it is another
let asked = "";
let timer = 0;

function question() {
  const { chosen, words } = here.dataset;
  const named = `[name="${chosen}"]`;
  const what = (form.querySelector(`${named}:checked`) ?? form.querySelector(`${named}[type="hidden"]`))?.value;
  const [lon, lat] = [value("longitude"), value("latitude")];
  if (!what || !lon || !lat) return "";
  const told = words.split(",").map((pair) => pair.split(":")).map(([field, name]) => [name, value(field)]);
  return new URLSearchParams([[chosen, what], ["lon", lon], ["lat", lat], ["precision", value("precision")], ...told]).toString();
}

const marks = (box) => [...box.querySelectorAll('[name="vu"]')];
const names = (box) => marks(box).map(({ value }) => value);

/** They count as seen once one of them has been on the screen: else the server shows them before it takes another. */
const watch = new IntersectionObserver((entries) => {
  if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
  for (const mark of marks(here)) mark.disabled = false;
  watch.disconnect();
}, { rootMargin: `0px 0px -${BAR}px`, threshold: 1 });

function fold() {
  watch.disconnect();
  const answer = Object.assign(document.createElement("input"), { type: "hidden", name: "deja", value: "non" });
  here.replaceChildren(answer);
  here.hidden = true;
  said.textContent = said.dataset.passed;
}

function show(found) {
  if (found && names(found).every((name) => passed.has(name))) return fold();
  // What somebody is reading does not move under their eyes while they type.
  if (found && names(found).join() === names(here).join()) return undefined;
  watch.disconnect();
  for (const mark of found ? marks(found) : []) mark.disabled = true;
  here.replaceChildren(...(found?.childNodes ?? []));
  here.hidden = !found;
  if (found) watch.observe(here.querySelector(".already-one h3"));
  const count = marks(here).length;
  said.textContent = count ? (count === 1 ? said.dataset.one : said.dataset.many.replace("{n}", count)) : "";
  return undefined;
}

async function ask() {
  const query = question();
  if (query === asked) return;
  asked = query;
  if (!query) return show(null);
  const answer = await fetch(`${here.dataset.address}?${query}`).catch(() => null);
  if (!answer || query !== asked) return undefined;
  if (answer.status !== 200) return show(null);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return query === asked ? show(page.body) : undefined;
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(ask, 400);
}

/** « Non, c’est autre chose » : one goes on writing, and is not asked again. */
function pass(event) {
  if (!event.target.closest('button[name="deja"]')) return;
  event.preventDefault();
  for (const name of names(here)) passed.add(name);
  fold();
  said.focus();
}

/** A gesture goes alone, without the photos of the form; the page of the signalement then says that it is noted. */
async function speak(event) {
  const button = event.target.closest('button[name="geste"]');
  if (!button) return;
  event.preventDefault();
  const body = new URLSearchParams({ csrfmiddlewaretoken: value("csrfmiddlewaretoken"), geste: button.value });
  const answer = await fetch(button.formAction, { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (answer?.type === "opaqueredirect") location.assign(button.dataset.page);
}

if (form) {
  form.addEventListener("click", speak);
  here.addEventListener("click", pass);
  // What the server has shown at the top of the form is answered there.
  if (!document.querySelector("#deja")) {
    form.addEventListener("change", soon);
    form.addEventListener("input", soon);
    moves.addEventListener("move", soon); // the pin writes hidden fields, which tell nobody
    soon();
  }
}
