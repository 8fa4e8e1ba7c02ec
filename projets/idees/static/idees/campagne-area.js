// The rectangle of a campaign, taken from what the map shows. Fed by templates/idees/campagnes/form.html.
// Without it the four numbers of the field do the job.
import { foldAttribution } from "../fiches/attribution.js";
import { openMap } from "../carto/map.js";
import { drawArea, edges, hideFiches, ring } from "./area.js";

const box = document.querySelector(".area-map");
const field = document.querySelector('[name="cadre"]');
const button = document.querySelector(".take-view");
const said = document.querySelector(".area-said");

function take(map) {
  const bounds = map.getBounds();
  const taken = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((edge) => edge.toFixed(6));
  field.value = taken.join(",");
  drawArea(map, ring(taken.map(Number)));
  said.textContent = said.dataset.taken;
}

/** The map is opened when its rectangle is asked for: a hidden one has no size. */
async function open() {
  if (!box.hidden) return;
  box.hidden = false;
  const there = field.value ? { bounds: edges(field.value), fitBoundsOptions: { padding: 24 } } : {};
  const map = await openMap(box, { ...there, style: box.dataset.style, label: box.dataset.label });
  hideFiches(map);
  if (field.value) drawArea(map, ring(edges(field.value)));
  map.once("idle", () => foldAttribution(box));
  button.hidden = false;
  button.addEventListener("click", () => take(map));
}

function follow() {
  const chosen = document.querySelector('[name="shape"]:checked');
  if (chosen?.value === "carte") open().catch(() => { box.hidden = true; });
}

for (const radio of document.querySelectorAll('[name="shape"]')) radio.addEventListener("change", follow);
follow();
