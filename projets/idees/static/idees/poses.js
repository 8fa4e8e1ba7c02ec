// The stickers of an idea, drawn on the small map of its page as they were laid. Fed by templates/idees/poses/_page.html,
// whose list says the same in words. Its pin gives way to them.
import { LngLatBounds, Marker } from "maplibre-gl";
import { dress } from "../carto/laid.js";

const box = document.querySelector(".where-map");
const lines = [...document.querySelectorAll(".laid-list [data-longitude]")];

function draw(map) {
  const drawn = lines.map(({ dataset, firstElementChild }) => {
    const element = document.createElement("div");
    const drawing = firstElementChild.cloneNode(true);
    drawing.setAttribute("class", "autocollant laid");
    element.className = "posed";
    element.append(drawing);
    const marker = new Marker({ element }).setLngLat([Number(dataset.longitude), Number(dataset.latitude)]).addTo(map);
    element.removeAttribute("role"); // the list says it: on the map it is only drawn
    element.removeAttribute("aria-label");
    element.setAttribute("aria-hidden", "true");
    return { marker, drawing, how: { angle: Number(dataset.angle), size: Number(dataset.size) } };
  });
  const show = () => { for (const { drawing, how } of drawn) dress(drawing, how, map.getZoom()); };
  map.on("zoom", show);
  const bounds = drawn.reduce((all, { marker }) => all.extend(marker.getLngLat()), new LngLatBounds());
  if (drawn.length > 1) map.fitBounds(bounds, { padding: 56, maxZoom: 18, animate: false });
  for (const { id, source } of map.getStyle().layers) if (source === "fiches") map.setLayoutProperty(id, "visibility", "none");
  show();
}

if (box && lines.length) box.addEventListener("map", ({ detail }) => draw(detail));
