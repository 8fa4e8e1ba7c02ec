// The cells of the perception layer on a map. Fed by templates/fiches/ressentis/layer.html (data- attributes): the list
// says the same, and a cell leads to its line. All cells wear one colour: how many spoke, or what of, makes none darker.
import { LngLatBounds, Marker } from "maplibre-gl";
import { openMap } from "../../carto/map.js";
import { foldAttribution } from "../attribution.js";

const box = document.querySelector(".feel-map");
const CLOSE = 13; // from here on a cell is wide enough for its faces
const SVG = "http://www.w3.org/2000/svg";
let markers = [];

const corners = ({ geometry }) => geometry.coordinates[0];

function middle(feature) {
  const bounds = corners(feature).reduce((all, corner) => all.extend(corner), new LngLatBounds());
  return bounds.getCenter();
}

function face(code) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${box.dataset.faces}#${code}`);
  svg.setAttribute("class", "face");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** The faces of one cell side by side, in the order of the list: the map only draws, the list is read. */
function marker(feature) {
  const element = document.createElement("div");
  element.className = "cell-faces";
  element.append(...feature.properties.faces.map(face));
  const made = new Marker({ element }).setLngLat(middle(feature));
  return { made, element };
}

function drawFaces(map, features) {
  for (const { made } of markers) made.remove();
  markers = [];
  if (map.getZoom() < CLOSE) return;
  const seen = map.getBounds();
  markers = features.filter((feature) => seen.contains(middle(feature))).map(marker);
  for (const { made, element } of markers) {
    made.addTo(map);
    element.removeAttribute("role");
    element.removeAttribute("aria-label");
    element.setAttribute("aria-hidden", "true");
  }
}

/** To the cell's line, on this page of the list or on the one that has it. */
function lead({ name, page }) {
  const line = document.getElementById(name);
  if (line) {
    line.scrollIntoView({ block: "center" });
    line.focus();
    return;
  }
  const address = new URL(location.href);
  address.searchParams.set("page", page);
  address.hash = name;
  location.assign(address);
}

function drawCells(map, collection) {
  map.addSource("ressentis", { type: "geojson", data: collection });
  const own = { source: "ressentis", metadata: { "carte:page": true } };
  map.addLayer({ ...own, id: "ressentis-aire", type: "fill", paint: { "fill-color": "#84389b", "fill-opacity": 0.22 } });
  map.addLayer({ ...own, id: "ressentis-bord", type: "line", paint: { "line-color": "#84389b", "line-width": 2 } });
  map.on("click", "ressentis-aire", ({ features }) => lead(features[0].properties));
}

async function start() {
  const answer = await fetch(box.dataset.cells);
  if (!answer.ok) return;
  const collection = await answer.json();
  const bounds = collection.features.flatMap(corners).reduce((all, corner) => all.extend(corner), new LngLatBounds());
  box.hidden = false;
  const fit = { bounds, fitBoundsOptions: { padding: 32, maxZoom: 16 } };
  const map = await openMap(box, { ...fit, style: box.dataset.style, label: box.dataset.label });
  for (const { id, source } of map.getStyle().layers) if (source === "fiches") map.setLayoutProperty(id, "visibility", "none");
  drawCells(map, collection);
  drawFaces(map, collection.features);
  map.on("moveend", () => drawFaces(map, collection.features));
  map.once("idle", () => foldAttribution(box));
}

if (box) start().catch(() => { box.hidden = true; }); // no WebGL: the list says it all
