// The small map of a fiche's page: where it lies, with its pin.
import { openMap } from "../carto/map.js";

const box = document.querySelector(".where-map");

async function start() {
  box.hidden = false;
  const centre = [Number(box.dataset.longitude), Number(box.dataset.latitude)];
  await openMap(box, { center: centre, zoom: 15.5, style: box.dataset.style, label: box.dataset.label });
}

if (box) start();
