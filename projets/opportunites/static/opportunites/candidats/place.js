// The map of one candidate: its street or territory, and what is said or built there on its theme.
import { openMap } from "../../carto/map.js";
import { foldAttribution } from "../../fiches/attribution.js";

const AREAS = { source: "territoires", sourceLayer: "territoires" };
const STREETS = { source: "mesures-rues", sourceLayer: "rues" };

/** Draws the place itself: a street as a broad line, a territory by its edge. */
function outline(map, box) {
  const street = Number(box.dataset.rue);
  const id = street || Number(box.dataset.territoire);
  if (!id || map.getLayer("candidat-ici")) return;
  const { source, sourceLayer } = street ? STREETS : AREAS;
  const paint = {
    "line-color": getComputedStyle(document.documentElement).getPropertyValue("--opportunites").trim(),
    "line-width": street ? ["interpolate", ["linear"], ["zoom"], 15, 7, 18, 20] : 4,
    "line-opacity": street ? 0.55 : 0.9,
  };
  const filter = ["all", ["==", ["id"], id], ["!=", ["geometry-type"], "Point"]];
  const layout = { "line-cap": "round", "line-join": "round" };
  const first = map.getStyle().layers.find((layer) => layer.source === "fiches")?.id;
  const metadata = { "carte:page": true };
  map.addLayer({ id: "candidat-ici", type: "line", source, "source-layer": sourceLayer, filter, paint, layout, metadata }, first);
}

async function show(box) {
  box.hidden = false;
  const bounds = box.dataset.extent.split(",").map(Number);
  const view = { bounds, fitBoundsOptions: { padding: 36, maxZoom: 17 } };
  const map = await openMap(box, { ...view, style: box.dataset.style, label: box.dataset.label });
  outline(map, box);
  map.on("style.load", () => outline(map, box));
  map.once("idle", () => foldAttribution(box));
}

for (const box of document.querySelectorAll(".candidat-map")) show(box).catch(() => { box.hidden = true; });
