// Twenty cards in a row: Enter goes to the next card, a click on the map places the one at hand, and leaving the page
// with cards that are not sent asks first. Fed by templates/idees/workshops/entry.html.
import { Marker } from "maplibre-gl";
import { foldAttribution } from "../fiches/attribution.js";
import { openMap } from "../carto/map.js";
import { hideFiches } from "./area.js";

const form = document.querySelector("form.entry");
const box = document.querySelector(".entry-map");
const said = document.querySelector(".entry-said");
const rows = [...form.querySelectorAll(".card-row")];
const markers = new Map();
let current = rows[0];
let dirty = false;

const cell = (row, name) => row.querySelector(`[name="${row.dataset.row}-${name}"]`);

/** Enter: the same cell of the next card; on the last one, the button. A form of twenty cards is not sent by mistake. */
function next(event) {
  if (event.key !== "Enter" || event.target.tagName === "BUTTON") return;
  event.preventDefault();
  const row = rows[rows.indexOf(current) + 1];
  const first = row && (cell(row, "kind").value === "idee" ? cell(row, "sticker") : cell(row, "words"));
  (first ?? form.querySelector("button")).focus();
}

/** A new row is of the same sort as the one before: facts are typed together. */
function follow(row) {
  const kind = cell(row, "kind").value;
  for (const later of rows.slice(rows.indexOf(row) + 1)) {
    if (["sticker", "words", "who", "place"].every((name) => !cell(later, name).value)) cell(later, "kind").value = kind;
  }
}

function mark(map, row) {
  markers.get(row)?.remove();
  const [longitude, latitude] = [Number(cell(row, "longitude").value), Number(cell(row, "latitude").value)];
  const placed = cell(row, "longitude").value !== "";
  row.querySelector(".place").toggleAttribute("data-laid", placed);
  if (!placed) return;
  row.querySelector(".place").dataset.laid = said.dataset.word;
  const element = document.createElement("span");
  element.className = "card-pin";
  element.textContent = row.dataset.row;
  markers.set(row, new Marker({ element }).setLngLat([longitude, latitude]).addTo(map));
  element.removeAttribute("aria-label");
  element.removeAttribute("role");
  element.setAttribute("aria-hidden", "true");
}

function place(map, { lng, lat }) {
  cell(current, "longitude").value = lng.toFixed(7);
  cell(current, "latitude").value = lat.toFixed(7);
  cell(current, "place").value = "";
  mark(map, current);
  dirty = true;
  said.textContent = said.dataset.laid.replace("{n}", current.dataset.row);
}

async function open() {
  box.hidden = false;
  const map = await openMap(box, { style: box.dataset.style, label: box.dataset.label, zoom: 13 });
  hideFiches(map);
  map.once("idle", () => foldAttribution(box));
  map.getCanvas().style.cursor = "crosshair";
  map.on("click", ({ lngLat }) => place(map, lngLat));
  for (const row of rows) mark(map, row);
  form.addEventListener("input", ({ target }) => { // words typed later say another place
    if (!target.name.endsWith("-place")) return;
    const row = target.closest(".card-row");
    cell(row, "longitude").value = cell(row, "latitude").value = "";
    mark(map, row);
  });
}

form.addEventListener("focusin", ({ target }) => { current = target.closest(".card-row") ?? current; });
form.addEventListener("keydown", next);
form.addEventListener("input", () => { dirty = true; });
form.addEventListener("change", ({ target }) => { if (target.name?.endsWith("-kind")) follow(target.closest(".card-row")); });
form.addEventListener("submit", () => { dirty = false; });
window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
open().catch(() => { box.hidden = true; }); // addresses do the job
