// Placing a fiche: the pin stays at the middle and the map moves under it, with a finger, a mouse or the arrow keys.
// Fed by templates/fiches/_place.html (data- attributes). Without it the address field and the lists do the job.
import { Marker } from "maplibre-gl";
import { openMap } from "../carto/map.js";
import { foldAttribution } from "./attribution.js";
import { drawCircle, zoomFor } from "./circle.js";
import { field, latest, locate, moves, put, say, spot, tell, words } from "./spot.js";
import { suggest } from "./suggest.js";

const box = document.querySelector(".place-map");
let byHand = false;
let markers = [];

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
  box.append(pin);
}

function centre(map) {
  const { lng, lat } = map.getCenter();
  put({ longitude: lng, latitude: lat, by: "hand" });
}

/** Whether what lies on the map stands there by itself (a page that lays several things says so): it then moves freely. */
const loose = () => "loose" in box.dataset;

/** Only a person's own movement places the pin: opening the map must not put a fiche at the city's centre. */
function listenToHands(map) {
  map.on("dragstart", () => { byHand = true; });
  map.getCanvas().addEventListener("keydown", (event) => { if (event.key.startsWith("Arrow")) byHand = true; });
  map.on("click", ({ lngLat }) => { if (!loose()) { byHand = true; map.easeTo({ center: lngLat }); } });
  map.on("movestart", () => { box.dataset.moving = ""; });
  map.on("moveend", () => {
    delete box.dataset.moving;
    if (byHand && !loose()) centre(map);
    byHand = false;
  });
}

/** The numbers of the list, on the map: a look is enough to know which of two lamps it is. */
function number(map, choices) {
  for (const marker of markers) marker.remove();
  markers = choices.map(({ longitude, latitude }, rank) => {
    const element = document.createElement("span");
    element.className = "near-mark";
    element.textContent = rank + 1;
    const marker = new Marker({ element }).setLngLat([longitude, latitude]).addTo(map);
    element.removeAttribute("role"); // the list says it: on the map it is only drawn
    element.removeAttribute("aria-label");
    element.setAttribute("aria-hidden", "true");
    return marker;
  });
}

function follow(map, { longitude, latitude, metres, by }) {
  if (by === "device") drawCircle(map, { longitude, latitude, metres });
  if (by === "photo" || by === "words") drawCircle(map, null);
  const zoom = by === "device" ? zoomFor(metres, latitude) : Math.max(17, map.getZoom());
  if (by !== "hand") map.jumpTo({ center: [longitude, latitude], zoom });
}

async function openPlaceMap() {
  box.hidden = false;
  const canvas = document.createElement("div");
  box.append(canvas);
  const at = spot();
  const there = at ? { center: [at.longitude, at.latitude], zoom: 17 } : {};
  const map = await openMap(canvas, { ...there, style: box.dataset.style, label: box.dataset.label });
  overlay();
  map.once("idle", () => foldAttribution(box));
  listenToHands(map);
  moves.addEventListener("move", ({ detail }) => follow(map, detail));
  moves.addEventListener("objects", ({ detail }) => number(map, detail));
  if (latest()) follow(map, latest()); // a photo or the device may have said it while the map was opening
  moves.dispatchEvent(new CustomEvent("map", { detail: map }));
}

async function start() {
  const button = document.querySelector(".locate");
  button.hidden = false;
  button.addEventListener("click", locate);
  suggest(field("adresse"), words("search"), ({ longitude, latitude }) => put({ longitude, latitude, by: "words" }));
  if (spot()) tell(spot());
  else say(words("hint"));
  openPlaceMap().catch(() => { box.hidden = true; }); // no WebGL: the address, the lists and the device's position stay
  // Whoever already allowed it is not asked again, and has one gesture less to make.
  const allowed = await navigator.permissions?.query({ name: "geolocation" }).catch(() => null);
  if (allowed?.state === "granted" && !spot() && !document.querySelector("#erreurs")) locate();
}

if (box && field("longitude")) start();
