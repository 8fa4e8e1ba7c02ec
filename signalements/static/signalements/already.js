// « C’est déjà signalé ? » while one writes: asks once the place and the category are known, and again when they change.
// Fed by templates/signalements/_already_here.html; the answer is signalements/_already.html.
import { moves } from "../fiches/spot.js";

const here = document.querySelector(".already-here");
const form = here?.closest("form");
const said = document.querySelector(".already-said");
const value = (name) => form.querySelector(`[name="${name}"]`)?.value ?? "";
let asked = "";
let timer = 0;

function question() {
  const categorie = form.querySelector('[name="categorie"]:checked')?.value;
  const [lon, lat] = [value("longitude"), value("latitude")];
  if (!categorie || !lon || !lat) return "";
  return new URLSearchParams({ categorie, lon, lat, precision: value("precision"), texte: value("text") }).toString();
}

const names = (box) => [...box.querySelectorAll('[name="vu"]')].map((each) => each.value).join();

function show(found) {
  // What somebody is reading does not move under their eyes while they type.
  if (found && names(found) === names(here)) return;
  here.replaceChildren(...(found?.childNodes ?? []));
  here.hidden = !found;
  const count = here.querySelectorAll('[name="vu"]').length;
  said.textContent = count ? (count === 1 ? said.dataset.one : said.dataset.many.replace("{n}", count)) : "";
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
  // What the server has shown at the top of the form is answered there.
  if (!document.querySelector("#deja")) {
    form.addEventListener("change", soon);
    form.addEventListener("input", soon);
    moves.addEventListener("move", soon); // the pin writes hidden fields, which tell nobody
    soon();
  }
}
