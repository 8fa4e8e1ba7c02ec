// Opens a map the way the whole house does. Fed by templates/_importmap.html (import map and #carte-reglages).
import { AttributionControl, Map, setWorkerUrl } from "maplibre-gl";
import { currentTheme, onTheme } from "./themes.js";
import { forgetPins, pinResolver } from "./pins.js";
import { settings } from "./settings.js";

setWorkerUrl(import.meta.resolve("maplibre-gl/worker"));

/** The address of the style in a theme ("light" or "dark"), whatever else its query already says. */
export function styleAddress(style, theme) {
  const address = new URL(style, document.baseURI);
  address.searchParams.set("theme", theme);
  return address.href;
}

/** The city's box with its own size all around: further out there is nothing to see. */
function limits([west, south, east, north]) {
  return [west - (east - west), south - (north - south), east + (east - west), north + (north - south)];
}

function whenStyled(map) {
  return new Promise((resolve, reject) => {
    const refuse = ({ error }) => reject(error);
    map.on("error", refuse);
    map.once("style.load", () => {
      map.off("error", refuse);
      map.on("error", ({ error }) => console.warn(error.message));
      resolve(map);
    });
  });
}

/** The new style keeps what the page had set on the data sources: their addresses and the hidden layers. */
function keepData(previous, next) {
  if (!previous) return next;
  const sources = { ...next.sources };
  for (const [name, source] of Object.entries(previous.sources)) {
    if (!sources[name] || source.type === "geojson") sources[name] = source;
    else if (source.tiles) sources[name] = { ...sources[name], tiles: source.tiles };
  }
  const hidden = new Set(previous.layers.filter((layer) => layer.layout?.visibility === "none").map(({ id }) => id));
  const layers = next.layers.map((layer) =>
    (hidden.has(layer.id) ? { ...layer, layout: { ...layer.layout, visibility: "none" } } : layer));
  const known = new Set(layers.map(({ id }) => id));
  const own = previous.layers.filter(({ id, metadata }) => metadata?.["carte:page"] && !known.has(id));
  return { ...next, sources, layers: [...layers, ...own] };
}

function followTheme(map, style) {
  onTheme((theme) => {
    const transformStyle = (previous, next) => {
      forgetPins(map, next); // asked for again, in the other colours
      return keepData(previous, next);
    };
    map.setStyle(styleAddress(style, theme), { transformStyle });
  });
}

/** On a small screen the credits fold after a while, as they do when one moves the map; the « i » opens them again. */
function foldCredits(map) {
  setTimeout(() => {
    const credits = map.getContainer().querySelector(".maplibregl-compact");
    credits?.classList.remove("maplibregl-compact-show");
    credits?.removeAttribute("open");
  }, 6000);
}

/**
 * Opens a map in `element` and resolves once its style is there; rejects when the browser cannot draw one.
 *
 * options: `style` (address, or data-style of the element), `label` (what the map is, for screen readers), `center`
 * ([longitude, latitude]), `zoom`, and any other MapLibre option. North stays up: nobody gets lost.
 */
export async function openMap(element, { style = element.dataset.style, label, ...options } = {}) {
  const { bounds, centre, locale } = settings();
  const map = new Map({
    container: element,
    style: styleAddress(style, currentTheme()),
    center: centre,
    zoom: 12.4,
    minZoom: 8.5,
    maxZoom: 20,
    maxBounds: limits(bounds),
    maxPitch: 0,
    dragRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    attributionControl: false,
    locale: { ...locale, ...(label && { "Map.Title": label }) },
    ...options,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new AttributionControl({ compact: element.clientWidth < 640 }));
  map.setMissingStyleImageResolver(pinResolver(map));
  map.on("idle", () => { document.body.dataset.ready = "1"; });
  element.map = map; // for the console and for tests
  await whenStyled(map);
  followTheme(map, style);
  foldCredits(map);
  return map;
}
