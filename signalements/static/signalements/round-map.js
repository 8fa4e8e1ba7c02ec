// The map of a round: its way along the streets, and its stops by number. Fed by templates/signalements/rounds/_map.html.
import { LngLatBounds, Marker } from "maplibre-gl";
import { foldAttribution } from "../fiches/attribution.js";
import { openMap } from "../carto/map.js";

const box = document.querySelector(".round-map");
const { path, start, stops } = JSON.parse(document.getElementById("tournee-dessin").textContent);

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The stops alone: all that was ever reported around them has the large map. */
function hideOthers(map) {
  for (const { id } of map.getStyle().layers.filter(({ source }) => source === "fiches")) {
    map.setLayoutProperty(id, "visibility", "none");
  }
}

function drawPath(map) {
  const data = { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: path } };
  const metadata = { "carte:page": true };
  const layout = { "line-cap": "round", "line-join": "round" };
  map.addSource("tournee", { type: "geojson", data });
  map.addLayer({ id: "tournee-bord", type: "line", source: "tournee", metadata, layout, paint: { "line-color": colour("--sheet"), "line-width": 8 } });
  map.addLayer({ id: "tournee", type: "line", source: "tournee", metadata, layout, paint: { "line-color": colour("--loire"), "line-width": 4 } });
}

/** A link to the stop's card: the number of the pin is the number of the card. */
function pin([pk, rank]) {
  const link = document.createElement("a");
  link.className = "round-pin";
  link.href = `#arret-${pk}`;
  link.textContent = rank;
  link.setAttribute("aria-label", box.dataset.stop.replace("{n}", rank));
  return link;
}

/** Pins look like their cards, also after a gesture. */
function follow(pins) {
  const paint = () => {
    for (const [pk, link] of pins) link.dataset.outcome = document.getElementById(`arret-${pk}`)?.dataset.outcome ?? "";
  };
  const list = document.querySelector(".stops");
  new MutationObserver(paint).observe(list, { subtree: true, attributes: true, attributeFilter: ["data-outcome"] });
  paint();
}

async function show() {
  const places = [...path, ...stops.map(([, , longitude, latitude]) => [longitude, latitude]), ...(start ? [start] : [])];
  box.hidden = false;
  box.toggleAttribute("data-many", stops.length > 25);
  const bounds = places.reduce((all, place) => all.extend(place), new LngLatBounds());
  const map = await openMap(box, { label: box.dataset.label, bounds, fitBoundsOptions: { padding: 44, maxZoom: 16 } });
  hideOthers(map);
  map.once("idle", () => foldAttribution(box));
  if (path.length > 1) drawPath(map);
  const pins = stops.map((stop) => [stop[0], pin(stop), stop]);
  for (const [, element, [, , longitude, latitude]] of pins) new Marker({ element }).setLngLat([longitude, latitude]).addTo(map);
  if (start) {
    const element = document.createElement("span");
    element.className = "round-start";
    new Marker({ element }).setLngLat(start).addTo(map);
  }
  follow(pins);
}

if (box && stops.length) show().catch(() => { box.hidden = true; }); // the list says all that the map shows
