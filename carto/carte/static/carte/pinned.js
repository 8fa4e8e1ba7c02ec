// Pins, shapes and clusters of the map: pointing at one, opening its card, choosing among several, entering a cluster.
import { Marker } from "maplibre-gl";
import { writeQuery } from "./address.js";
import { enterCluster, offer } from "./cluster.js";
import { foldFan, followFan } from "./fan.js";
import { uncover } from "./frame.js";
import { choose, closeChoice } from "./several.js";
import { FICHES as SOURCE } from "./tiles.js";

const PARTS = new Set(["pins", "dots", "clusters", "areas", "lines"]);
const cards = document.getElementById("carte").dataset.card;

const target = ({ source, sourceLayer, id }) => ({ source, sourceLayer, id });

/** How far a thing is drawn from a point of the screen, in pixels; shapes come last. */
function away(map, { geometry }, { x, y }) {
  if (geometry.type !== "Point") return Infinity;
  const drawn = map.project(geometry.coordinates);
  return Math.hypot(drawn.x - x, drawn.y - y);
}

/** What of the fiches is drawn around a point of the screen, each thing once, the nearest first. */
function found(map, point, reach) {
  const { x, y } = point;
  const layers = map.getStyle().layers.filter(({ id, source }) => source === SOURCE && PARTS.has(id.split("-").at(-1)));
  const box = [[x - reach, y - reach], [x + reach, y + reach]];
  const seen = new Map();
  for (const feature of map.queryRenderedFeatures(box, { layers: layers.map(({ id }) => id) })) {
    const key = `${feature.sourceLayer}/${feature.id}`;
    const known = seen.get(key);
    if (!known || feature.geometry.type === "Point") seen.set(key, feature);
  }
  return [...seen.values()].sort((a, b) => away(map, a, point) - away(map, b, point));
}

/** A drawn fiche as a choice to offer: what it is called, and where it stands. */
function choiceOf({ properties: { uuid, title }, geometry, sourceLayer }, fallback) {
  return { uuid, title, layer: sourceLayer, at: geometry.type === "Point" ? geometry.coordinates : fallback };
}

const together = ([first, ...others]) => others.every(({ at }) => at[0] === first.at[0] && at[1] === first.at[1]);

/** Starts; gives `open(uuid)`, and `at(point, lngLat)`, which tells whether something of ours was there and opens it. */
export function followPins(map, drawer) {
  let hovered = null;
  let selected = null; // { uuid, layers: where it is ringed, by tile layer }
  const mark = Object.assign(document.createElement("span"), { className: "spot", ariaHidden: "true" });
  const spot = new Marker({ element: mark });

  function tint(feature, state) {
    if (map.getSource(feature.source)) map.setFeatureState(feature, state);
  }

  /** Finds the opened fiche among the tiles that are here, and rings it. */
  function ring() {
    if (!selected) return;
    const filter = ["==", ["get", "uuid"], selected.uuid];
    for (const { id } of map.getStyle().layers.filter(({ source }) => source === SOURCE)) {
      const sourceLayer = map.getLayer(id).sourceLayer;
      if (selected.layers.has(sourceLayer)) continue;
      for (const feature of map.querySourceFeatures(SOURCE, { sourceLayer, filter })) {
        selected.layers.set(sourceLayer, { source: SOURCE, sourceLayer, id: feature.id });
        tint(selected.layers.get(sourceLayer), { selected: true });
      }
    }
  }

  function release() {
    spot.remove();
    for (const feature of selected?.layers.values() ?? []) tint(feature, { selected: false });
    selected = null;
    writeQuery({ fiche: "" });
  }

  async function open(uuid, lngLat) {
    closeChoice();
    const shown = await drawer.show(`${cards}${uuid}/apercu/`, { onClose: release });
    if (!shown) return false;
    selected = { uuid, layers: new Map() };
    writeQuery({ fiche: uuid });
    ring();
    if (lngLat) uncover(map, drawer, lngLat);
    return true;
  }

  const openItem = ({ uuid, at }) => open(uuid, at);

  function at(point, lngLat, reach = 4) {
    foldFan();
    const things = found(map, point, reach);
    const fiches = things.filter(({ properties, geometry }) => properties.uuid && geometry.type === "Point");
    const shapes = things.filter(({ properties, geometry }) => properties.uuid && geometry.type !== "Point");
    const cluster = things.find(({ properties }) => properties.count);
    const opening = (fiches.length ? fiches : (cluster ? [] : shapes)).map((feature) => choiceOf(feature, lngLat.toArray()));
    if (opening.length > 1 && fiches.length && together(opening)) offer(map, drawer, opening[0].at, opening, openItem);
    else if (opening.length > 1) choose(map, point, opening, openItem);
    else if (opening.length === 1) openItem(opening[0]);
    else if (cluster) enterCluster(map, drawer, cluster, openItem);
    return opening.length > 0 || Boolean(cluster);
  }

  function hover(feature) {
    if (hovered && hovered.id === feature?.id && hovered.sourceLayer === feature.sourceLayer) return;
    if (hovered) tint(hovered, { hover: false });
    hovered = feature ? target(feature) : null;
    if (hovered) tint(hovered, { hover: true });
    map.getCanvas().style.cursor = hovered ? "pointer" : "";
  }

  /** A line of a list opens its card beside the map; with a key held, its link stays a link. */
  function followLines(event) {
    const line = event.target.closest(".seen .line, .drawn .line");
    if (!line || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const at = line.dataset.at.split(",").map(Number);
    foldFan();
    open(line.dataset.uuid, at).then((shown) => { if (shown) spot.setLngLat(at).addTo(map); }); // its pin may be within a cluster
  }

  document.addEventListener("click", followLines);
  map.on("mousemove", ({ point }) => hover(found(map, point, 2)[0]));
  map.on("mouseout", () => hover(null));
  map.on("movestart", closeChoice);
  followFan(map);
  map.on("idle", ring);
  return { open, at };
}
