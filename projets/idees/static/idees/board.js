// The stickers on the form's map. The first stays in the middle while the map moves under it, as a pin does, until it is
// dragged or joined by another; then each stands by itself. The hidden field `poses` tells the server all of it.
import { field, moves, put, say, spot } from "../fiches/spot.js";
import { dress } from "../carto/laid.js";
import { makePose } from "./pose.js";

const box = document.querySelector(".place-map");
const tools = document.querySelector(".pose-tools");
const FAR = 500; // metres from the first
const MOST = 40;
const [STREETS, READING] = [15, 17]; // zooms: where the middle of the map is a place that one chose; where names are read
const ASIDE = 76; // px
const AROUND = [[0, 0], [1, 0], [-1, 0], [0, -1], [0, 1], [1, -1], [-1, -1], [1, 1], [-1, 1]];

export const board = new EventTarget(); // "open": the map is there; "change": what lies on it, or the one in hand
const poses = []; // in the order laid; `order` is the rank in the pile
let map = null;
let held = null; // the one that the tools change

export const inHand = () => held;
export const laid = () => poses;
export const isOpen = () => map !== null;
export const placeAt = (pixels) => map.unproject(pixels);
const isLoose = () => "loose" in box.dataset;
const stand = () => { box.dataset.loose = ""; };

/** The pile from its bottom to its top, ranks without holes. */
export function pile() {
  const sorted = [...poses].sort((one, other) => one.order - other.order);
  for (const [rank, pose] of sorted.entries()) pose.order = rank;
  return sorted;
}

function write() {
  const told = poses.map(({ code, angle, size, order, marker }) => {
    const { lng, lat } = marker.getLngLat();
    return { code, lon: Number(lng.toFixed(7)), lat: Number(lat.toFixed(7)), angle, size, order };
  });
  field("poses").value = told.length ? JSON.stringify(told) : "";
}

/** Draws everything again, and tells the form: to be called after each change. */
export function changed() {
  for (const pose of pile()) {
    const named = tools.dataset.name.replace("{nom}", pose.name).replace("{numero}", poses.indexOf(pose) + 1);
    dress(pose.drawing, pose, map.getZoom());
    pose.element.style.zIndex = pose.order + 1;
    pose.element.setAttribute("aria-pressed", pose === held);
    pose.element.setAttribute("aria-label", named);
  }
  write();
  board.dispatchEvent(new Event("change"));
}

/** The first sticker's place is the idea's. */
function tellPlace() {
  const { lng, lat } = poses[0].marker.getLngLat();
  put({ longitude: lng, latitude: lat, by: "hand" });
}

function hold(pose) {
  held = pose;
  changed();
}

/** Moves one, unless that leaves the others too far from the first. */
function move(pose, place) {
  const before = pose.marker.getLngLat();
  pose.marker.setLngLat(place);
  const first = poses[0].marker.getLngLat();
  if (poses.some(({ marker }) => first.distanceTo(marker.getLngLat()) > FAR)) {
    pose.marker.setLngLat(before);
    say(tools.dataset.far);
  } else if (pose === poses[0]) tellPlace();
  changed();
}

export function remove(pose) {
  const wasFirst = pose === poses[0];
  pose.marker.remove();
  poses.splice(poses.indexOf(pose), 1);
  held = poses.at(-1) ?? null;
  if (!poses.length) delete box.dataset.loose;
  else if (wasFirst) tellPlace();
  changed();
}

/** A place beside what lies there already, as near the middle as can be; the map comes back to the first when it is far. */
function free() {
  const first = poses[0]?.marker.getLngLat();
  const away = first && (map.getZoom() < STREETS || first.distanceTo(map.getCenter()) > FAR / 2);
  if (away) map.jumpTo({ center: first, zoom: Math.max(READING, map.getZoom()) });
  const [middle, taken] = [map.project(map.getCenter()), poses.map(({ marker }) => map.project(marker.getLngLat()))];
  for (const [east, south] of AROUND) {
    const [x, y] = [middle.x + east * ASIDE, middle.y + south * ASIDE];
    if (taken.every((other) => Math.hypot(other.x - x, other.y - y) > ASIDE / 2)) return map.unproject([x, y]);
  }
  return map.getCenter();
}

/** Lays a sticker ({code, name, drawing}) at a place, or in the middle of the map; `quiet` when it only comes back. */
export function lay(sticker, place = null, { angle = 0, size = 100, order = poses.length, quiet = false } = {}) {
  if (poses.length === MOST) { say(tools.dataset.full); return; }
  if (place || poses.length) stand();
  const pose = makePose(map, sticker, place ?? free(), { angle, size, order }, { stand, move, hold, remove, inHand });
  if (poses.length && poses[0].marker.getLngLat().distanceTo(pose.marker.getLngLat()) > FAR) {
    pose.marker.remove();
    say(tools.dataset.far);
    return;
  }
  poses.push(pose);
  held = pose;
  if (!quiet && !spot() && map.getZoom() < STREETS && !place) say(tools.dataset.where);
  else if (!quiet && (!spot() || poses.length === 1 && place)) tellPlace();
  changed();
}

/** Another sticker in place of the one in hand. */
export function replace({ code, name, drawing }) {
  drawing.classList.add("laid");
  held.drawing.replaceWith(drawing);
  Object.assign(held, { code, name, drawing });
  changed();
}

/** An address, a photo or the device said another place: the whole goes there, as it lies. */
function follow({ longitude, latitude, by }) {
  if (by === "hand" || !poses.length) return;
  const first = poses[0].marker.getLngLat();
  for (const { marker } of poses) {
    const { lng, lat } = marker.getLngLat();
    marker.setLngLat([lng + longitude - first.lng, lat + latitude - first.lat]);
  }
  changed();
}

moves.addEventListener("move", ({ detail }) => follow(detail));
moves.addEventListener("map", ({ detail }) => {
  map = detail;
  map.on("move", () => { if (poses.length && !isLoose()) poses[0].marker.setLngLat(map.getCenter()); });
  map.on("moveend", () => { if (poses.length) changed(); });
  map.on("click", ({ lngLat }) => { if (held && isLoose()) move(held, lngLat); });
  board.dispatchEvent(new Event("open"));
});
