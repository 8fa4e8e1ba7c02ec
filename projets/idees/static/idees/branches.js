// The map of an idea's branches: numbered places as in the list beside it, and a line from each to the one above.
// Fed by templates/idees/fusions/branches.html (#branches-dessinees: spots and lines, longitude first).
import { LngLatBounds, Marker } from "maplibre-gl";
import { openMap } from "../carto/map.js";
import { spread } from "../carto/spread.js";
import { foldAttribution } from "../fiches/attribution.js";

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
