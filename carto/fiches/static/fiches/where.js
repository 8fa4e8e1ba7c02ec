// The small map of a fiche's page: where it lies, with its pin.
import { openMap } from "../carto/map.js";
import { foldAttribution } from "./attribution.js";

const box = document.querySelector(".where-map");

/** All of a line or area, or a point's surroundings. */
function view() {
  const edges = box.dataset.extent;
  if (edges) return { bounds: edges.split(",").map(Number), fitBoundsOptions: { padding: 24, maxZoom: 16 } };
  return { center: [Number(box.dataset.longitude), Number(box.dataset.latitude)], zoom: 16 };
}

async function start() {
  box.hidden = false;
  const map = await openMap(box, { ...view(), style: box.dataset.style, label: box.dataset.label });
  const feature = { source: "fiches", sourceLayer: box.dataset.layer, id: Number(box.dataset.feature) };
  map.setFeatureState(feature, { selected: true });
  for (const layer of map.getStyle().layers.filter(({ source }) => source === "fiches")) {
    map.setFilter(layer.id, ["all", layer.filter ?? true, ["==", ["id"], feature.id]]); // its neighbours have the large map
  }
  map.once("idle", () => foldAttribution(box));
  box.dispatchEvent(new CustomEvent("map", { detail: map }));
}

if (box) start();
