// The map of a campaign: its area and its ideas. Fed by templates/idees/campagnes/page.html (#campagne-dessin).
import { Marker } from "maplibre-gl";
import { foldAttribution } from "../fiches/attribution.js";
import { openMap } from "../carto/map.js";
import { drawArea, edges, hideFiches } from "./area.js";

const box = document.querySelector(".campagne-map");

/** A link to the idea, with its title for whoever hears it. */
function pin(map, [longitude, latitude, address, title]) {
  const element = document.createElement("a");
  element.className = "campagne-pin";
  element.href = address;
  element.title = title;
  new Marker({ element }).setLngLat([longitude, latitude]).addTo(map);
  element.setAttribute("aria-label", title);
  element.setAttribute("role", "link");
}

async function show() {
  const { outline, ideas } = JSON.parse(document.getElementById("campagne-dessin").textContent);
  box.hidden = false;
  const view = { bounds: edges(box.dataset.box), fitBoundsOptions: { padding: 24, maxZoom: 17 } };
  const map = await openMap(box, { ...view, style: box.dataset.style, label: box.dataset.label });
  hideFiches(map);
  drawArea(map, outline);
  map.once("idle", () => foldAttribution(box));
  for (const idea of ideas) pin(map, idea);
}

if (box) show().catch(() => { box.hidden = true; }); // the list says all that the map shows
