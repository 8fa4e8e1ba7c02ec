// The map of an idea's branches: numbered places as in the list beside it, and a line from each to the one above.
// Fed by templates/idees/fusions/branches.html (#branches-dessinees: spots and lines, longitude first).
import { LngLatBounds, Marker } from "maplibre-gl";
import { openMap } from "../carto/map.js";
import { foldAttribution } from "../fiches/attribution.js";

const APART = 48; // px: a thumb's target, and a little air
const box = document.querySelector(".branches-map");
const { spots, lines } = JSON.parse(document.querySelector("#branches-dessinees").textContent);

/** A link to the page, drawn as the number that the list gives it. */
function mark({ rank, title, page, layer, here }) {
  const link = Object.assign(document.createElement("a"), { className: "rank", href: page, textContent: rank, title });
  link.setAttribute("aria-label", title);
  link.dataset.layer = layer;
  if (here) link.setAttribute("aria-current", "true");
  return link;
}

// Where a mark may stand when its own place is taken: the nearest free square around it.
const STEPS = [-3, -2, -1, 0, 1, 2, 3];
const AROUND = STEPS.flatMap((right) => STEPS.map((down) => [right * APART, down * APART]))
  .sort((one, other) => Math.hypot(...one) - Math.hypot(...other));

/** Those that would lie over each other stand side by side, at every scale. */
function spread(map, markers) {
  const taken = [];
  const isFree = (x, y) => taken.every((other) => Math.hypot(other.x - x, other.y - y) >= APART - 1);
  for (const marker of markers) {
    const { x, y } = map.project(marker.getLngLat());
    const [right, down] = AROUND.find(([dx, dy]) => isFree(x + dx, y + dy)) ?? [0, 0];
    taken.push({ x: x + right, y: y + down });
    marker.setOffset([right, down]);
  }
}

async function start() {
  box.hidden = false;
  const bounds = spots.reduce((all, { at }) => all.extend(at), new LngLatBounds());
  const map = await openMap(box, {
    style: box.dataset.style, label: box.dataset.label, bounds, fitBoundsOptions: { padding: 56, maxZoom: 17 },
  });
  // The fiches around have the large map.
  for (const { id } of map.getStyle().layers.filter(({ source }) => source === "fiches")) map.setLayoutProperty(id, "visibility", "none");
  const features = lines.map((coordinates) => ({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } }));
  map.addSource("branches", { type: "geojson", data: { type: "FeatureCollection", features } });
  const colour = getComputedStyle(box).getPropertyValue("--idees").trim();
  map.addLayer({
    id: "branches", type: "line", source: "branches", metadata: { "carte:page": true },
    paint: { "line-color": colour, "line-width": 3, "line-dasharray": [2, 1.5] },
  });
  const markers = spots.map((spot) => new Marker({ element: mark(spot) }).setLngLat(spot.at).addTo(map));
  spread(map, markers);
  map.on("moveend", () => spread(map, markers));
  map.once("idle", () => foldAttribution(box));
}

if (box && spots.length) start();
