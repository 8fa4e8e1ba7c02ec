// The embedded view: a map that leaves the page's scrolling alone, its list, and the way to the whole.
import { NavigationControl } from "maplibre-gl";
import { openMap } from "../carto/map.js";
import { FICHES } from "./tiles.js";

const element = document.getElementById("carte");
const touched = document.querySelector(".touched");
const parts = [...document.querySelectorAll("[data-part]")];
const buttons = [...document.querySelectorAll("[data-show]")];
const numbers = (text) => text.split(",").map(Number);

function show(name) {
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.show === name));
  for (const part of parts) part.hidden = part.dataset.part !== name;
}

/** Where it opens: at the address's own hash, at the place it names, else so that all of it is seen. */
function opening({ at, zoom, box }) {
  if (at) return { center: numbers(at), zoom: Number(zoom) };
  const [west, south, east, north] = numbers(box);
  return { bounds: [[west, south], [east, north]], fitBoundsOptions: { padding: 12, maxZoom: 17 } };
}

/** What is drawn there: the nearest of our things, or nothing. */
function found(map, { x, y }) {
  const layers = map.getStyle().layers.filter(({ source }) => source === FICHES).map(({ id }) => id);
  const drawn = map.queryRenderedFeatures([[x - 6, y - 6], [x + 6, y + 6]], { layers });
  return drawn.find(({ properties }) => properties.uuid) ?? drawn.find(({ properties }) => properties.count);
}

function touch(map, { point, lngLat }) {
  const thing = found(map, point);
  touched.hidden = !thing?.properties.uuid;
  if (!touched.hidden) {
    const link = touched.querySelector("a");
    link.href = `/fiches/${thing.properties.uuid}/`;
    link.textContent = thing.properties.title;
  } else if (thing) map.easeTo({ center: lngLat, zoom: map.getZoom() + 2 });
}

/** The same place on the whole map: what one has moved to, one finds there. */
function followPage(map) {
  const link = document.querySelector("[data-map]");
  const write = () => {
    const { lng, lat } = map.getCenter();
    link.href = `${element.dataset.page}#${map.getZoom().toFixed(2)}/${lat.toFixed(5)}/${lng.toFixed(5)}`;
  };
  map.on("moveend", write);
}

for (const button of buttons) button.addEventListener("click", () => show(button.dataset.show));
if (parts.length > 1) parts[1].hidden = true;
try {
  const said = { label: element.dataset.label, hash: true, cooperativeGestures: true };
  const map = await openMap(element, { ...said, ...opening(element.dataset) });
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.on("click", (event) => touch(map, event));
  map.on("mousemove", ({ point }) => { map.getCanvas().style.cursor = found(map, point) ? "pointer" : ""; });
  followPage(map);
} catch (error) {
  console.warn(error);
  document.body.dataset.flat = ""; // no map can be drawn here: the list is all of it
  if (parts.length > 1) show("liste");
}
