// The map of candidates: areas and streets by their best score, and the list's own lines as numbered pins.
import { Marker, Popup } from "maplibre-gl";
import { openMap } from "../../carto/map.js";
import { currentTheme } from "../../carto/themes.js";
import { foldAttribution } from "../../fiches/attribution.js";
import { hideFiches } from "../../idees/area.js";

const LEVELS = { metropole: [1, 2], quartier: [3], rue: [] };
const AREAS = { source: "territoires", sourceLayer: "territoires" };
const STREETS = { source: "mesures-rues", sourceLayer: "rues" };
const NAMES = "territoires-quartiers"; // borders and names stay above the colours
const HEIGHT = ["feature-state", "height"]; // from 0 to 1, of the highest score in sight
const NONE = ["==", HEIGHT, null];
export const scaleAt = (zoom) => (zoom < 12 ? "metropole" : (zoom < 15 ? "quartier" : "rue"));

const colour = () => getComputedStyle(document.documentElement).getPropertyValue("--opportunites").trim();
const opacity = (low, high) => ["case", NONE, 0, ["interpolate", ["linear"], HEIGHT, 0, low, 1, high]];

/** Opens it. `chosen(place)` gives what a click on a place shows; `scaled(scale)` hears of another scale of the zoom. */
export async function openCandidats(box, { view, chosen, scaled }) {
  const map = await openMap(box, { ...view, style: box.dataset.style, label: box.dataset.label });
  let shown = null; // { scale, places: Map of id → score, most, pins }
  let drawn = new Map(); // what the map was told last: a layer that changes has its tiles read again, a state does not
  let markers = [];

  function addLayers() {
    hideFiches(map);
    for (const id of ["candidats-aires", "candidats-rues"]) if (map.getLayer(id)) map.removeLayer(id);
    const before = map.getLayer(NAMES) ? NAMES : undefined;
    const page = { metadata: { "carte:page": true } };
    map.addLayer({
      id: "candidats-aires", type: "fill", source: AREAS.source, "source-layer": AREAS.sourceLayer, ...page,
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": colour(), "fill-opacity": opacity(0.06, currentTheme() === "dark" ? 0.7 : 0.78) },
    }, before);
    map.addLayer({
      id: "candidats-rues", type: "line", source: STREETS.source, "source-layer": STREETS.sourceLayer, ...page,
      layout: { "line-cap": "round", "line-join": "round" },
      paint: {
        "line-color": colour(), "line-opacity": opacity(0.25, 1),
        "line-width": ["interpolate", ["linear"], ["zoom"], 15, 6, 18, 18],
      },
    }, before);
  }

  /** Another scale, or another style: other layers, and nothing told yet. */
  function turn() {
    for (const each of [AREAS, STREETS]) if (map.getSource(each.source)) map.removeFeatureState(each);
    drawn = new Map();
    const levels = ["in", ["get", "level"], ["literal", LEVELS[shown.scale]]];
    map.setFilter("candidats-aires", ["all", ["==", ["geometry-type"], "Polygon"], levels]);
    map.setLayoutProperty("candidats-rues", "visibility", shown.scale === "rue" ? "visible" : "none");
  }

  function paint() {
    const of = shown.scale === "rue" ? STREETS : AREAS;
    const heights = new Map([...shown.places].map(([id, score]) => [id, shown.most ? score / shown.most : 0]));
    for (const [id, height] of heights) if (id && drawn.get(id) !== height) map.setFeatureState({ ...of, id }, { height });
    for (const id of drawn.keys()) if (id && !heights.has(id)) map.setFeatureState({ ...of, id }, { height: null });
    drawn = heights;
  }

  function pin({ at, rank, title, href, lit }) {
    const element = document.createElement("a");
    element.className = "candidat-pin";
    element.href = href;
    const badge = document.createElement("span");
    badge.textContent = rank;
    element.append(badge);
    element.addEventListener("mouseenter", () => lit(true));
    element.addEventListener("mouseleave", () => lit(false));
    const marker = new Marker({ element }).setLngLat(at).addTo(map);
    element.title = title;
    element.setAttribute("aria-label", title);
    element.setAttribute("role", "link");
    return marker;
  }

  /** Draws a scale: `places` are scores by the id of a territory or street, `pins` the lines of the list. */
  function draw(told) {
    const turned = told.scale !== shown?.scale;
    shown = told;
    if (turned) turn();
    paint();
    for (const marker of markers) marker.remove();
    markers = told.pins.map(pin);
  }

  map.on("click", ({ point, lngLat }) => {
    const near = [[point.x - 6, point.y - 6], [point.x + 6, point.y + 6]];
    const layers = shown?.scale === "rue" ? ["candidats-rues"] : ["candidats-aires"];
    const found = map.queryRenderedFeatures(shown?.scale === "rue" ? near : point, { layers })
      .find(({ id }) => shown.places.has(id));
    const content = found && chosen(found.id);
    if (content) new Popup({ maxWidth: "20rem" }).setLngLat(lngLat).setDOMContent(content).addTo(map);
  });
  map.on("zoomend", () => scaled(scaleAt(map.getZoom())));
  map.on("style.load", () => { addLayers(); if (shown) { turn(); paint(); } }); // in the other colours
  map.once("idle", () => foldAttribution(box));
  addLayers();
  return { draw, go: (at, zoom) => map.jumpTo({ ...(at && { center: at }), zoom }), scale: () => scaleAt(map.getZoom()) };
}
