// The branches that the card of a fiche tells: each line of it that has a number (data-branch) and a place is drawn on the
// map under that number, with a line to the one above (data-above). Drawn as long as the card is open.
import { LngLatBounds, Marker } from "maplibre-gl";
import { padding } from "./frame.js";
import { spread } from "../carto/spread.js";
import { onTheme } from "../carto/themes.js";

const NAME = "branches";
const AIR = 30; // px around the outermost: half a mark, and a little
const INSIDE = ["click", "dblclick", "mousedown", "touchstart", "contextmenu"];
const at = ({ dataset }) => dataset.at.split(",").map(Number);

/** The number of a line, which opens what the line opens: the card says it all, on the map it is only drawn. */
function mark(line) {
  const element = Object.assign(document.createElement("div"), { className: "rank", textContent: line.dataset.branch });
  element.dataset.layer = line.dataset.layer;
  if (line.hasAttribute("aria-current")) element.dataset.here = "";
  for (const kind of INSIDE) element.addEventListener(kind, (event) => event.stopPropagation()); // the map listens behind
  element.addEventListener("click", () => line.querySelector("a")?.click());
  return element;
}

/** What joins each to the one above. */
function ties(lines) {
  const places = new Map(lines.map((line) => [line.dataset.branch, at(line)]));
  const features = lines.filter(({ dataset }) => places.has(dataset.above)).map((line) => ({
    type: "Feature", properties: {},
    geometry: { type: "LineString", coordinates: [at(line), places.get(line.dataset.above)] },
  }));
  return { type: "FeatureCollection", features };
}

function tie(map, lines) {
  const data = ties(lines);
  if (map.getSource(NAME)) map.getSource(NAME).setData(data);
  else if (data.features.length) map.addSource(NAME, { type: "geojson", data });
  if (!data.features.length) return;
  const colour = getComputedStyle(lines[0]).getPropertyValue("--layer").trim();
  if (map.getLayer(NAME)) { map.setPaintProperty(NAME, "line-color", colour); return; }
  map.addLayer({
    id: NAME, type: "line", source: NAME, metadata: { "carte:page": true },
    paint: { "line-color": colour, "line-width": 3, "line-dasharray": [2, 1.5] },
  });
}

/** Comes back until all of them are beside the card: from here, what is covered leads nowhere. */
function showAll(map, drawer, lines) {
  const free = padding(map, drawer.element);
  const own = map.getPadding();
  const { clientWidth, clientHeight } = map.getContainer();
  const seen = lines.every((line) => {
    const { x, y } = map.project(at(line));
    return x > free.left + AIR && x < clientWidth - free.right - AIR && y > free.top + AIR && y < clientHeight - free.bottom - AIR;
  });
  if (seen) return;
  const bounds = lines.reduce((all, line) => all.extend(at(line)), new LngLatBounds());
  const more = Object.fromEntries(Object.entries(free).map(([side, width]) => [side, Math.max(width - own[side], 0) + AIR]));
  map.fitBounds(bounds, { padding: more, maxZoom: map.getZoom() });
}

/** Draws the branches of the drawer's card, and takes them away with it. */
export function followBranches(map, drawer) {
  let markers = [];
  let known = "";

  function draw() {
    for (const marker of markers) marker.remove();
    const lines = drawer.element.hidden ? [] : [...drawer.element.querySelectorAll("[data-branch]")];
    markers = lines.map((line) => {
      const element = mark(line);
      const marker = new Marker({ element }).setLngLat(at(line)).addTo(map);
      element.removeAttribute("role");
      element.removeAttribute("aria-label");
      element.setAttribute("aria-hidden", "true");
      return marker;
    });
    spread(map, markers);
    tie(map, lines);
    const told = lines.map(({ dataset }) => dataset.uuid).join();
    if (told && told !== known) requestAnimationFrame(() => showAll(map, drawer, lines)); // after the card's own move
    known = told;
  }

  new MutationObserver(draw).observe(drawer.element, { childList: true, subtree: true, attributeFilter: ["hidden"] });
  map.on("moveend", () => spread(map, markers));
  onTheme(() => map.once("idle", draw)); // the same lines, in the other colours
}
