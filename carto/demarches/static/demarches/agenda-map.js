// Where what is on the calendar takes place: one dot a spot, a link to what is there. Fed by templates/demarches/agenda.html.
import { Marker } from "maplibre-gl";
import { foldAttribution } from "../fiches/attribution.js";
import { openMap } from "../carto/map.js";

const box = document.querySelector(".agenda-map");

function hideFiches(map) {
  for (const { id } of map.getStyle().layers.filter(({ source }) => source === "fiches")) {
    map.setLayoutProperty(id, "visibility", "none");
  }
}

function dot(map, [longitude, latitude, count, titles, address, rank = "", kind = ""]) {
  const element = document.createElement("a");
  element.className = "agenda-dot";
  element.href = address;
  if (kind) element.dataset.kind = kind;
  element.title = titles;
  element.textContent = rank || (count > 1 ? String(count) : "");
  new Marker({ element }).setLngLat([longitude, latitude]).addTo(map);
  element.setAttribute("aria-label", count > 1 ? `${count} : ${titles}` : `${rank} ${titles}`.trim());
  element.setAttribute("role", "link");
}

async function show() {
  const spots = JSON.parse(document.getElementById("agenda-lieux").textContent);
  box.hidden = false;
  const bounds = box.dataset.box.split(",").map(Number);
  const view = { bounds, fitBoundsOptions: { padding: 40, maxZoom: 16 } };
  const map = await openMap(box, { ...view, style: box.dataset.style, label: box.dataset.label });
  hideFiches(map);
  map.once("idle", () => foldAttribution(box));
  for (const spot of spots) dot(map, spot);
}

show().catch(() => { box.hidden = true; });
