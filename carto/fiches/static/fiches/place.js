// Placing a fiche: the pin stays at the middle and the map moves under it, with a finger, a mouse or the arrow keys.
// Fed by templates/fiches/_place.html (data- attributes). Without it the address field alone does the job.
import { openMap } from "../carto/map.js";
import { foldAttribution } from "./attribution.js";
import { suggest } from "./suggest.js";

const box = document.querySelector(".place-map");
const said = document.querySelector(".place-said");
const field = (name) => document.querySelector(`form [name="${name}"]`);
let asked = 0;
let placed = Boolean(field("longitude")?.value);

function overlay() {
  const pin = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  pin.setAttribute("viewBox", "0 0 32 32");
  pin.setAttribute("class", "pin");
  pin.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(pin.namespaceURI, "path");
  shape.setAttribute("fill", "currentColor");
  shape.setAttribute("stroke", "#fff");
  shape.setAttribute("stroke-width", "1.5");
  shape.setAttribute("d", "M16 31s10-10.800 10-19a10 10 0 1 0-20 0c0 8.200 10 19 10 19Zm0-15a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z");
  pin.append(shape);
  const locate = document.createElement("button");
  locate.type = "button";
  locate.className = "button quiet locate";
  locate.textContent = box.dataset.locate;
  box.append(pin, locate);
  return locate;
}

async function tell({ lng, lat }) {
  const turn = ++asked;
  const answer = await fetch(`${box.dataset.here}?lon=${lng.toFixed(6)}&lat=${lat.toFixed(6)}`).catch(() => null);
  if (turn !== asked || !answer) return;
  const body = await answer.json();
  said.textContent = answer.ok ? `${box.dataset.placed} ${body.nom || box.dataset.nowhere}` : body.detail;
}

function keep(map) {
  const { lng, lat } = map.getCenter();
  field("longitude").value = lng.toFixed(6);
  field("latitude").value = lat.toFixed(6);
  tell({ lng, lat });
}

function locate(map, button) {
  said.textContent = box.dataset.locating;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      field("precision").value = Math.round(coords.accuracy);
      placed = true;
      map.jumpTo({ center: [coords.longitude, coords.latitude], zoom: 17 });
      button.title = box.dataset.near.replace("{m}", Math.round(coords.accuracy));
    },
    () => { said.textContent = box.dataset.refused; },
    { enableHighAccuracy: true, timeout: 10000 },
  );
}

function listen(map, button) {
  // Only a person's own movement places the pin: opening the map must not put a fiche at the city's centre.
  const byHand = () => { placed = true; field("osm_id").value = ""; field("precision").value = ""; };
  map.on("dragstart", byHand);
  map.getCanvas().addEventListener("keydown", (event) => { if (event.key.startsWith("Arrow")) byHand(); });
  map.on("click", ({ lngLat }) => { byHand(); map.easeTo({ center: lngLat }); });
  map.on("movestart", () => { box.dataset.moving = ""; });
  map.on("moveend", () => { delete box.dataset.moving; if (placed) keep(map); });
  button.addEventListener("click", () => locate(map, button));
  suggest(field("adresse"), box.dataset.search, (hit) => {
    placed = true;
    field("osm_id").value = "";
    map.jumpTo({ center: [hit.longitude, hit.latitude], zoom: 17 });
  });
}

async function start() {
  box.hidden = false;
  const canvas = document.createElement("div");
  box.append(canvas);
  const at = placed ? { center: [Number(field("longitude").value), Number(field("latitude").value)], zoom: 17 } : {};
  const map = await openMap(canvas, { ...at, style: box.dataset.style, label: box.dataset.label });
  const button = overlay();
  map.once("idle", () => foldAttribution(box));
  listen(map, button);
  if (placed) tell(map.getCenter());
  else said.textContent = box.dataset.hint;
}

if (box && field("longitude")) start();
