// The order and the map of candidates, moved by the reader's weights: everything is sent once and weighed here.
import { hereOf } from "./here.js";
import { idOf, lineOf, nameOf, themeOf } from "./lines.js";
import { openCandidats } from "./map.js";
import * as state from "./state.js";
import { load } from "./tables.js";
import { orderOf, placesOf, rolledUp, scoresOf } from "./weigh.js";
import { counted, number, say } from "./words.js";

const box = document.getElementById("carte");
const list = document.querySelector("ol.candidats");
const BELOW = { rue: [], quartier: ["rue"], metropole: ["quartier", "rue"] };
let map = null;
let table = null; // of the scale in sight
let smaller = []; // tables of what lies under it, as they come
let at = 1;
let waiting = 0;

/** All that the list and the map need to know of the view, worked out anew. */
function weigh() {
  const scores = scoresOf(table, state.weightsFor(table.signals));
  const below = smaller.map((small) => {
    const own = scoresOf(small, state.weightsFor(small.signals));
    return { table: small, scores: own, rolls: rolledUp(small, own) };
  });
  const areas = new Map(table.areas.map(([id, , name]) => [id, name]));
  const order = orderOf(table, scores, state.keeper(table));
  return { table, scores, below, areas, order, pages: box.dataset.pages, suffix: state.suffix() };
}

function pinsOf(view, shown, first) {
  return [...placesOf(table, shown)].map(([place, ranks]) => {
    const said = ranks.map((i) => `${themeOf(table, i)} (${number(view.scores[i])})`).join(", ");
    const id = idOf(table, ranks[0]);
    const rank = String(first + shown.indexOf(ranks[0]) + 1);
    return {
      at: table.places[place].slice(4, 6),
      rank,
      title: `${rank} : ${nameOf(table, ranks[0])}, ${said}`,
      href: `#${id}`,
      lit: (yes) => document.getElementById(id)?.classList.toggle("lit", yes),
    };
  });
}

function draw() {
  waiting = 0;
  performance.mark("weighs");
  const view = weigh();
  const pages = Math.max(1, Math.ceil(view.order.length / state.PER_PAGE));
  at = Math.min(Math.max(at, 1), pages);
  const first = (at - 1) * state.PER_PAGE;
  const shown = view.order.slice(first, first + state.PER_PAGE);
  list.replaceChildren(...shown.map((i, rank) => lineOf(view, i, first + rank + 1)));
  document.querySelector(".candidats-list .empty").hidden = shown.length > 0;
  document.querySelector(".counted").textContent = counted(view.order.length);
  document.querySelector(".pages .number").textContent = say("page", { number: at, all: pages });
  state.write(at, pages);
  drawMap(view, shown, first);
  performance.measure("weighed", "weighs");
}

function drawMap(view, shown, first) {
  if (!map) return;
  const places = placesOf(table, view.order);
  const ids = new Map([...places].map(([place, ranks]) => [table.places[place][0], view.scores[ranks[0]]]));
  const most = view.order.length ? view.scores[view.order[0]] : 0;
  document.querySelector(".ramp .most").textContent = number(most);
  const of = new Map([...places].map(([place, ranks]) => [table.places[place][0], ranks]));
  map.chosen = (id) => of.has(id) && hereOf(view, of.get(id));
  map.draw({ scale: table.scale, places: ids, most, pins: pinsOf(view, shown, first) });
}

/** At most once a frame, however fast a slider moves. */
function later() {
  waiting ||= requestAnimationFrame(draw);
}

function tellFirst() {
  const first = list.querySelector(".candidat");
  if (!first) return;
  const [place, theme] = [".where", ".theme"].map((part) => first.querySelector(part).textContent);
  document.getElementById("dit").textContent = say("moved", { place, theme });
}

/** Shows another scale, once its table has come; what lies under it follows. */
async function show(scale) {
  state.setScale(scale);
  const found = await load(box.dataset.table, scale);
  if (state.scale() !== scale) return; // the reader has gone on
  [table, smaller] = [found, []];
  draw();
  for (const below of BELOW[scale]) {
    const small = await load(box.dataset.table, below);
    if (state.scale() !== scale) return;
    smaller = [...smaller, small];
  }
  if (smaller.length || scale === "rue") later();
}

const worst = (error) => console.warn(error);

function change(scale, zoom) {
  at = 1;
  show(scale).then(() => {
    const spot = scale === "rue" && table.rows.length && weigh().order[0];
    map?.go(typeof spot === "number" ? table.places[table.rows[spot][0]].slice(4, 6) : undefined, zoom);
  }).catch(worst);
}

async function showMap() {
  const zoom = Number(document.querySelector(".scales [aria-current]").dataset.zoom);
  const spot = table.scale === "rue" && box.dataset.longitude && [box.dataset.longitude, box.dataset.latitude].map(Number);
  document.querySelector(".candidats-map").hidden = false;
  map = await openCandidats(box, {
    view: { zoom, ...(spot && { center: spot }) },
    chosen: (id) => map?.chosen(id),
    scaled: (scale) => { if (scale !== state.scale()) { at = 1; show(scale).catch(worst); } },
  });
  draw();
}

/** The form and the links stay what they are, for the server to answer, until all is here. */
async function start() {
  at = state.page();
  state.fold();
  await show(state.scale());
  state.listen({
    weighed: () => { at = 1; later(); tellFirstLater(); },
    filtered: () => { at = 1; draw(); },
    turned: (page) => { at = page; draw(); document.getElementById("ordre").focus(); },
    scaled: change,
  });
  await showMap().catch((error) => { worst(error); document.querySelector(".candidats-map").hidden = true; });
}

let telling = 0;
function tellFirstLater() {
  clearTimeout(telling);
  telling = setTimeout(tellFirst, 600);
}

start().catch((error) => { worst(error); document.body.classList.add("plain"); });
