// The frame of a new sheet is what the map shows; a quartier chosen in the list moves the map there.
import { foldAttribution } from "../../fiches/attribution.js";
import { openMap } from "../../carto/map.js";

const box = document.querySelector(".frame-map");
const frame = document.querySelector('[name="cadre"]');
const quartier = document.querySelector('[name="quartier"]');

function note(map) {
  const bounds = map.getBounds();
  frame.value = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((edge) => edge.toFixed(6)).join(",");
}

/** A link may have said it; otherwise the middle of the city, near enough to draw. */
function view() {
  const edges = frame.value.split(",").map(Number);
  if (edges.length === 4 && edges.every(Number.isFinite)) return { bounds: edges, fitBoundsOptions: { padding: 0 } };
  return { zoom: 15 };
}

async function start() {
  box.hidden = false;
  const canvas = document.createElement("div");
  box.append(canvas);
  const map = await openMap(canvas, { style: box.dataset.style, label: box.dataset.label, ...view() });
  box.map = map;
  document.querySelector(".frame-said").hidden = false;
  map.once("idle", () => foldAttribution(box));
  map.on("moveend", (event) => { note(map); if (event.originalEvent) quartier.value = ""; });
  note(map);
}

start().catch(() => { box.hidden = true; }); // no WebGL: the list of quartiers stays
