// What the card of a fiche lays on the map besides its pin: the lines of it that say where, how turned and how large
// (data-laid). Drawn as long as the card is open.
import { Marker } from "maplibre-gl";
import { dress } from "../carto/laid.js";

/** Draws what the drawer's card lays, and takes it away with it. */
export function followLaid(map, drawer) {
  let markers = [];

  function lay(line) {
    const { longitude, latitude, angle, size } = line.dataset;
    const element = document.createElement("div");
    const drawing = line.querySelector("svg").cloneNode(true);
    element.className = "posed";
    element.append(drawing);
    const marker = new Marker({ element }).setLngLat([Number(longitude), Number(latitude)]).addTo(map);
    element.removeAttribute("role"); // the card says it: on the map it is only drawn
    element.removeAttribute("aria-label");
    element.setAttribute("aria-hidden", "true");
    return { marker, drawing, how: { angle: Number(angle), size: Number(size) } };
  }

  const show = () => { for (const { drawing, how } of markers) dress(drawing, how, map.getZoom()); };

  function draw() {
    for (const { marker } of markers) marker.remove();
    const lines = drawer.element.hidden ? [] : [...drawer.element.querySelectorAll("[data-laid]")];
    markers = lines.map(lay);
    show();
  }

  new MutationObserver(draw).observe(drawer.element, { childList: true, subtree: true, attributeFilter: ["hidden"] });
  map.on("zoom", show);
}
