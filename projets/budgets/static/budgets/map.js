// The projects of a ballot on the map, all of the same size, numbered as on the ballot. Fed by templates/budgets/_map.html.
import { Marker } from "maplibre-gl";
import { foldAttribution } from "../fiches/attribution.js";
import { openMap } from "../carto/map.js";
import { edges, hideFiches } from "../idees/area.js";

const box = document.querySelector(".budget-map");

/** A link down to the project, with its title for whoever hears it. */
function pin(map, [longitude, latitude, code, title]) {
  const element = document.createElement("a");
  element.className = "budget-pin";
  element.href = `#projet-${code}`;
  element.title = title;
  element.textContent = code;
  new Marker({ element }).setLngLat([longitude, latitude]).addTo(map);
  element.setAttribute("aria-label", `${code}, ${title}`);
  element.setAttribute("role", "link");
}

async function show() {
  const pins = JSON.parse(document.getElementById("projets-places").textContent);
  box.hidden = false;
  const view = { bounds: edges(box.dataset.box), fitBoundsOptions: { padding: 48, maxZoom: 17 } };
  const map = await openMap(box, { ...view, style: box.dataset.style, label: box.dataset.label });
  hideFiches(map);
  map.once("idle", () => foldAttribution(box));
  for (const place of pins) pin(map, place);
}

show().catch(() => { box.hidden = true; });
