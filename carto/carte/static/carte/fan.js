// Fiches at the very same place fan out around it: a button each, and a thin leg to where they all are.
import { Marker } from "maplibre-gl";
import { signOf } from "./several.js";

const APART = 50; // px from one to the next: a thumb
const NEAREST = 58; // px from the place
const SVG = "http://www.w3.org/2000/svg";
const EDGE = 26; // px: half a pin, and a little
let fan = null; // { element, marker, map }

/** Where each of `n` stands around the place, in pixels: clockwise from the top, two of them side by side. */
function places(n) {
  const radius = Math.max(NEAREST, (APART * n) / (2 * Math.PI));
  const first = n === 2 ? Math.PI : -Math.PI / 2;
  return Array.from({ length: n }, (_, i) => {
    const angle = first + (i / n) * 2 * Math.PI;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

function leg([x, y]) {
  const line = document.createElementNS(SVG, "line");
  line.setAttribute("x2", x.toFixed(1));
  line.setAttribute("y2", y.toFixed(1));
  return line;
}

function pin({ title, layer }, [x, y]) {
  const item = document.createElement("li");
  item.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
  const button = document.createElement("button");
  button.type = "button";
  const name = Object.assign(document.createElement("span"), { className: "name", textContent: title });
  button.append(signOf(layer), name);
  item.append(button);
  return [item, button];
}

/** How far the fan of `n` reaches from its place, in pixels. */
export function fanReach(n) {
  return Math.hypot(...places(n)[0]) + EDGE;
}

/** Fans `items` (`{title, layer, …}`) out around `at`; `open(item)` gets each one that is chosen, until the fan is folded. */
export function fanOut(map, at, items, label, open) {
  foldFan();
  const element = document.createElement("div");
  element.className = "fan";
  const legs = document.createElementNS(SVG, "svg");
  legs.setAttribute("aria-hidden", "true");
  const list = document.createElement("ul");
  list.ariaLabel = label;
  const spots = places(items.length);
  legs.append(...spots.map(leg));
  items.forEach((item, i) => {
    const [line, button] = pin(item, spots[i]);
    button.addEventListener("click", () => {
      for (const other of list.querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
      button.setAttribute("aria-current", "true");
      open(item);
    });
    list.append(line);
  });
  element.append(legs, list);
  for (const kind of ["click", "dblclick", "mousedown", "touchstart", "contextmenu", "keydown"]) {
    element.addEventListener(kind, keepToItself); // the map listens behind
  }
  fan = { element, map, marker: new Marker({ element }).setLngLat(at).addTo(map) };
  list.querySelector("button").focus({ preventScroll: true });
}

function keepToItself(event) {
  event.stopPropagation();
  if (event.key !== "Escape") return;
  event.preventDefault();
  foldFan();
}

/** Takes the fan away, if there is one; the focus that was in it goes to the map. */
export function foldFan() {
  if (!fan) return;
  const { element, map, marker } = fan;
  const inside = element.contains(document.activeElement);
  fan = null;
  marker.remove();
  if (inside) map.getCanvas().focus({ preventScroll: true });
}

/** Starts: the fan folds when one zooms, moves the map oneself, or presses Escape on the map. */
export function followFan(map) {
  map.on("zoomstart", foldFan);
  map.on("movestart", ({ originalEvent }) => { if (originalEvent) foldFan(); });
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !fan) return;
    event.preventDefault();
    foldFan();
  });
}
