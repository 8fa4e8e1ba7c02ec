// The facilities of a branch of the budget, on the map of its page: entering a branch filters the map in place, and the
// page follows. Fed by templates/equipements/figures/_budget_map.html. Without it, each branch is a page of its own.
import { followTiles, tilesAddress } from "../carte/tiles.js";
import { openMap } from "../carto/map.js";
import { foldAttribution } from "../fiches/attribution.js";

const BRANCHES = ".treemap a.cell, .trail a, .figures-table th a[href^='?']";
const LAYER = "equipements";
const box = document.querySelector(".branch-map");
let filter = () => {};
let turn = 0;

const article = () => document.querySelector("article.figures-money");

/** Shows the places of the branch that the page tells; one that is about no place has no map. */
function follow() {
  const { root, theme } = article().dataset;
  box.hidden = !root && !theme;
  if (box.hidden) return;
  box.map.resize();
  filter({ themes: theme });
}

/** Puts another branch's words in place, around the same map; gives back whether it could. */
async function enter(address) {
  const mine = ++turn;
  const answer = await fetch(address).catch(() => null);
  const words = answer?.ok ? await answer.text() : "";
  if (mine !== turn) return true; // somebody has gone further meanwhile
  const page = new DOMParser().parseFromString(words, "text/html");
  const next = page.querySelector("article.figures-money");
  const place = next?.querySelector(".branch-map");
  if (!place) return false;
  const shown = document.importNode(next, true);
  shown.querySelector(".branch-map").replaceWith(box);
  article().replaceWith(shown);
  document.title = page.title;
  follow();
  return true;
}

async function go(address, { kept = false } = {}) {
  const done = await enter(address);
  if (!done) { location.assign(address); return; }
  if (kept) return;
  history.pushState(null, "", address);
  const title = article().querySelector("h1");
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
}

function plain(event) {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

/** A pin opens its page; a crowd of them is come closer to. */
function touched(map, { point, lngLat }) {
  const [found] = map.queryRenderedFeatures(point).filter(({ source }) => source === "fiches");
  if (found?.properties.uuid) location.assign(`/${LAYER}/${found.properties.uuid}/`);
  else if (found) map.easeTo({ center: lngLat, zoom: map.getZoom() + 2 });
}

async function show() {
  box.hidden = false;
  const map = await openMap(box, { label: box.dataset.label, cooperativeGestures: false });
  const source = map.getSource("fiches");
  source.setTiles([tilesAddress(map).replace(/(\/tuiles\/)[^/]+\//, `$1${LAYER}/`)]);
  filter = followTiles(map);
  map.on("click", (event) => touched(map, event));
  map.once("idle", () => foldAttribution(box));
  follow();
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(BRANCHES);
    if (!link || !article().contains(link) || !plain(event)) return;
    event.preventDefault();
    go(link.href.baseVal ? new URL(link.href.baseVal, location.href).href : link.href);
  });
  addEventListener("popstate", () => go(location.href, { kept: true }));
}

if (box) show().catch(() => { box.hidden = true; });
