// The filter form acts at once: on the map, the counts, the list and the address alike. Without this it is a plain form.
import { writeQuery, written } from "./address.js";
import { stampOf } from "./live.js";
import { followPeriod } from "./period.js";
import { inWords } from "./rhythm.js";
import { followTiles, stampIn } from "./tiles.js";

const LISTS = ["couches", "themes", "etapes"];
const form = document.querySelector("form.filters");
const all = (selector) => [...document.querySelectorAll(selector)];
const period = followPeriod(form);

/** What the form says, as parameters. All the layers ticked, or none, is no filter. */
function choice() {
  const data = new FormData(form);
  const lists = LISTS.map((name) => [name, data.getAll(name).join(",")]);
  const said = { ...Object.fromEntries(data), ...Object.fromEntries(lists), ...period.days() };
  const boxes = [...form.querySelectorAll('[name="couches"]')];
  if (boxes.every((box) => box.checked)) said.couches = "";
  return said;
}

/** The layers of the map that draw a fiche layer hide and show with its box. */
function showLayers(map) {
  const shown = Object.fromEntries([...form.querySelectorAll('[name="couches"]')].map((box) => [box.value, box.checked]));
  for (const { id } of map.getStyle().layers) {
    const name = id.split("-")[0];
    if (name in shown) map.setLayoutProperty(id, "visibility", shown[name] ? "visible" : "none");
  }
}

function tell({ couches, total }) {
  const number = (n) => n.toLocaleString(document.documentElement.lang);
  for (const place of all("[data-count]")) place.textContent = number(couches[place.dataset.count] ?? 0);
  for (const place of all("[data-total]")) {
    place.textContent = inWords(total, place.dataset);
  }
}

function tellActive(said) {
  const place = form.querySelector("[data-active]");
  const kinds = [said.themes, said.etapes, said.depuis || said.jusqua, said.cadre, said.territoire, said.etiquette, said.parmi]; // a period is one
  const n = kinds.filter(Boolean).length;
  place.textContent = n === 0 ? "" : (n === 1 ? place.dataset.one : place.dataset.many.replace("{n}", n));
  form.querySelector(".clear").hidden = !written(said);
  for (const link of all("[data-list]")) link.search = written(said);
}

/**
 * Starts. `refresh(versions)` asks everything again because content has changed: the versions stamp the tiles' addresses,
 * so what a cache in between holds under them is at least as new, and all browsers share it. `during(days)` shows another
 * period on the map alone, `{depuis, jusqua}`, until `during(null)`; it resolves once it is there. `said()`: the form.
 */
export function followFilters(map, view) {
  const ask = followTiles(map);
  let stamp = stampIn(map);
  let shown = null; // the days of a replay's frame
  let turn = 0;

  async function count(said) {
    const mine = ++turn;
    const answer = await fetch(`${form.dataset.counts}?${written(said)}`).catch(() => null);
    if (answer?.ok && mine === turn) tell(await answer.json());
  }

  function apply({ tiles = true } = {}) {
    const said = choice();
    if (tiles) ask({ ...said, ...shown, v: stamp });
    showLayers(map);
    tellActive(said);
    view.refresh(said);
    return count(said);
  }

  function changed(event) {
    if (!period.holds()) return undefined; // told beside the days; the map keeps what it shows
    const boxes = [...form.querySelectorAll('[name="couches"]')];
    if (event?.target.name === "couches" && !boxes.some((box) => box.checked)) for (const box of boxes) box.checked = true;
    const said = choice();
    writeQuery(Object.fromEntries([...LISTS, "depuis", "jusqua", "cadre", "territoire", "etiquette", "parmi"].map((name) => [name, said[name]])));
    return apply({ tiles: event?.target.name !== "couches" });
  }

  function clear(event) {
    event.preventDefault();
    for (const box of form.querySelectorAll('[type="checkbox"]')) box.checked = box.name === "couches";
    for (const hidden of form.querySelectorAll('[type="hidden"], .among')) hidden.remove();
    period.set("", "");
    changed();
  }

  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => { event.preventDefault(); changed(event); });
  form.querySelector(".clear").addEventListener("click", clear);
  map.on("style.load", () => showLayers(map)); // in the other colours
  showLayers(map); // the counts and the tiles' address came filtered with the page
  view.refresh(choice());
  return {
    refresh(versions) { stamp = stampOf(versions); return apply(); },
    during(days) { shown = days; return ask({ ...choice(), ...shown, v: stamp }); },
    said: choice,
  };
}
