// The small map of a fiche's page: where it lies, with its pin.
import { openMap } from "../carto/map.js";
import { foldAttribution } from "./attribution.js";

const box = document.querySelector(".where-map");

async function start() {
  box.hidden = false;
  const centre = [Number(box.dataset.longitude), Number(box.dataset.latitude)];
  const map = await openMap(box, { center: centre, zoom: 16, style: box.dataset.style, label: box.dataset.label });
  const feature = { source: "fiches", sourceLayer: box.dataset.layer, id: Number(box.dataset.feature) };
  map.setFeatureState(feature, { selected: true });
  map.once("idle", () => foldAttribution(box));
}

if (box) start();
