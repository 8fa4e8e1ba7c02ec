// Sheets laid over each other: each shown or not, as strongly as one likes, and the squares where hands agree.
import { foldAttribution } from "../../fiches/attribution.js";
import { openMap } from "../../carto/map.js";
import { onTheme } from "../../carto/themes.js";
import { ink, Paper } from "./paper.js";

const box = document.getElementById("carte");
const said = document.querySelector(".said");
const least = document.getElementById("k");

const square = ([hands, west, south, east, north]) => ({
  type: "Feature", properties: { hands },
  geometry: { type: "Polygon", coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] },
});

async function drawSquares(map) {
  const answer = await fetch(`${box.dataset.squares}&k=${least.value || 2}`).catch(() => null);
  if (!answer?.ok) return;
  const { carres } = await answer.json();
  const most = Math.max(...carres.map(([hands]) => hands), 3);
  map.getSource("accords").setData({ type: "FeatureCollection", features: carres.map(square) });
  map.setPaintProperty("accords-aires", "fill-opacity", ["interpolate", ["linear"], ["get", "hands"], 2, 0.22, most, 0.62]);
}

/** The squares lie under the strokes, in an ink that no stroke has by itself: many hands together. */
function addSquares(map) {
  const shared = { source: "accords", metadata: { "carte:page": true } };
  map.addSource("accords", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
  map.addLayer({ id: "accords-aires", type: "fill", ...shared, paint: { "fill-color": ink("ocre"), "fill-opacity": 0.3 } });
  map.addLayer({ id: "accords-bords", type: "line", ...shared, paint: { "line-color": ink("ocre"), "line-width": 1 } });
  onTheme(() => map.once("styledata", () => {
    map.setPaintProperty("accords-aires", "fill-color", ink("ocre"));
    map.setPaintProperty("accords-bords", "line-color", ink("ocre"));
  }));
}

async function lay(map, line, rank) {
  const answer = await fetch(line.dataset.strokes).catch(() => null);
  if (!answer?.ok) return;
  const { traits } = await answer.json();
  const paper = new Paper(map, { name: `calque-${rank}`, stickers: box.dataset.stickers });
  paper.draw(traits);
  const [shown, strength] = line.querySelectorAll("input");
  for (const label of line.querySelectorAll("label")) label.hidden = false;
  const apply = () => paper.draw(shown.checked ? traits : []);
  shown.addEventListener("change", apply);
  strength.addEventListener("input", () => paper.setOpacity(Number(strength.value) / 100));
  paper.setOpacity(Number(strength.value) / 100);
}

async function start() {
  box.hidden = false;
  const canvas = document.createElement("div");
  box.append(canvas);
  const bounds = box.dataset.edges.split(",").map(Number);
  const map = await openMap(canvas, { style: box.dataset.style, label: box.dataset.label, bounds, fitBoundsOptions: { padding: 24 } });
  box.map = map;
  for (const layer of map.getStyle().layers) if (layer.source === "fiches") map.setLayoutProperty(layer.id, "visibility", "none");
  map.once("idle", () => foldAttribution(box));
  addSquares(map);
  await Promise.all([drawSquares(map), ...[...document.querySelectorAll(".laid-sheets li")].map((line, rank) => lay(map, line, rank))]);
  least.addEventListener("change", () => drawSquares(map));
  box.dataset.laid = "1";
}

start().catch(() => { box.hidden = true; said.textContent = box.dataset.failed; });
