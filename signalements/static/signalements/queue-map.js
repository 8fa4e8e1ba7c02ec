// The map of the queue: the pins of the same query; a row lights its pin, a pin shows its row.
import { openMap } from "../carto/map.js";

const holder = document.getElementById("carte");
const frame = document.querySelector("[data-frame]");
const rowOf = (uuid) => document.querySelector(`.row[data-uuid="${CSS.escape(uuid)}"]`);
const SOURCE = "file";
const wide = matchMedia("(min-width: 64rem)");
let opened = null;

const layout = {
  "icon-image": ["concat", "pin-signalements-", ["get", "icon"]],
  "icon-anchor": "bottom", "icon-allow-overlap": true,
  "icon-size": ["case", ["get", "late"], 1, 0.78],
  "symbol-sort-key": ["case", ["get", "late"], 1, 0],
};
const chosen = (uuid) => ["==", ["get", "uuid"], uuid];

function drawPins(map, pins) {
  map.addSource(SOURCE, { type: "geojson", data: pins });
  const own = { "carte:page": true };
  const ring = { "circle-radius": 17, "circle-translate": [0, -17], "circle-color": "#ffd23f", "circle-stroke-color": "#1c2024", "circle-stroke-width": 2.5 };
  map.addLayer({ id: "file-lit", type: "circle", source: SOURCE, metadata: own, filter: chosen(""), paint: ring });
  map.addLayer({ id: "file-pins", type: "symbol", source: SOURCE, metadata: own, layout });
  map.addLayer({ id: "file-pin", type: "symbol", source: SOURCE, metadata: own, filter: chosen(""), layout });
}

function light(map, uuid) {
  for (const id of ["file-lit", "file-pin"]) map.setFilter(id, chosen(uuid));
  for (const row of document.querySelectorAll(".row[data-lit]")) row.removeAttribute("data-lit");
  rowOf(uuid)?.setAttribute("data-lit", "");
}

function followRows(map) {
  const over = ({ target }) => {
    const row = target.closest?.(".row");
    if (row) light(map, row.dataset.uuid);
  };
  const rows = document.querySelector("[data-rows]");
  rows?.addEventListener("pointerover", over);
  rows?.addEventListener("focusin", over);
}

function followPins(map) {
  map.on("click", "file-pins", ({ features }) => {
    const { uuid } = features[0].properties;
    light(map, uuid);
    const row = rowOf(uuid);
    if (!row) return location.assign(`?q=${encodeURIComponent(features[0].properties.number)}`); // on another page of the list
    row.scrollIntoView({ block: "center" });
    return row.querySelector(".title a").focus({ preventScroll: true });
  });
  map.on("mouseenter", "file-pins", () => { map.getCanvas().style.cursor = "pointer"; });
  map.on("mouseleave", "file-pins", () => { map.getCanvas().style.cursor = ""; });
}

/** « Search in this frame » appears once one has moved the map, with the frame in its address. */
function followFrame(map) {
  map.on("moveend", ({ originalEvent }) => {
    if (!originalEvent) return;
    const { _sw: low, _ne: high } = map.getBounds();
    const address = new URL(frame.href);
    const edges = [low.lng, low.lat, high.lng, high.lat].map((part) => part.toFixed(5));
    address.search = [address.search.slice(1), `cadre=${edges.join(",")}`].filter(Boolean).join("&");
    frame.href = address.href;
    frame.hidden = false;
  });
}

function fit(map, { features }) {
  const spots = features.map(({ geometry }) => geometry.coordinates);
  if (!spots.length) return;
  const [longitudes, latitudes] = [0, 1].map((axis) => spots.map((spot) => spot[axis]));
  const [low, high] = [Math.min, Math.max].map((end) => [end(...longitudes), end(...latitudes)]);
  map.fitBounds([low, high], { padding: 50, maxZoom: 16, animate: false });
}

async function open() {
  const [map, answer] = await Promise.all([openMap(holder, { label: holder.dataset.label }), fetch(holder.dataset.pins)]);
  if (!answer.ok) return map; // the page says what is wrong with the filters
  const pins = await answer.json();
  hidePublic(map);
  drawPins(map, pins);
  fit(map, pins);
  followRows(map);
  followPins(map);
  followFrame(map);
  document.querySelector("[data-capped]").hidden = !pins.capped;
  return map;
}

/** The public pins are another list than this one: the desk's map shows its own alone. */
function hidePublic(map) {
  for (const { id, source } of map.getStyle().layers) {
    if (source === "fiches") map.setLayoutProperty(id, "visibility", "none");
  }
}

/** Opens the map, once. */
export function showMap() {
  opened ??= open().catch((error) => console.warn(error.message));
  return opened;
}

/** Shows the map or puts it away: beside the list on a large screen, above it on a phone. */
export function toggleMap() {
  const name = wide.matches ? "data-no-map" : "data-map";
  const shown = document.body.toggleAttribute(name) !== wide.matches;
  document.querySelector("[data-to-map]").setAttribute("aria-expanded", String(shown));
  if (shown) showMap().then((map) => map?.resize());
}
