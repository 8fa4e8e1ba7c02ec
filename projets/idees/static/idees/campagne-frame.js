// The map of the form opens on the area of the campaign that one answers, drawn. Fed by templates/idees/campagnes/_asked.html.
import { drawArea, edges } from "./area.js";

const asked = document.querySelector(".campagne-asked[data-box]");
const told = document.getElementById("campagne-perimetre");

function show(map) {
  drawArea(map, JSON.parse(told.textContent));
  const placed = document.querySelector('form [name="longitude"]')?.value;
  if (!placed) map.fitBounds(edges(asked.dataset.box), { padding: 16, animate: false });
}

/** The map is opened by another module, in its own time. */
function whenOpen(tries = 50) {
  const { map } = document.querySelector(".place-map .maplibregl-map") ?? {};
  if (map?.isStyleLoaded()) show(map);
  else if (map) map.once("idle", () => show(map));
  else if (tries) setTimeout(whenOpen, 200, tries - 1);
}

if (asked && told) whenOpen();
