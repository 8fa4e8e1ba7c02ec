// Choosing what a sheet shows: what the form's map shows, as wide and as high as the paper's.
// Fed by templates/idees/papers/print.html (data- attributes). Without it: a territory, or the address of a view.
import { openMap } from "../carto/map.js";

const box = document.querySelector(".frame-map");
const frame = document.querySelector("[name=cadre]");
const territoire = document.querySelector("[name=territoire]");

function write(map) {
  const bounds = map.getBounds();
  const sides = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  frame.value = sides.map((degrees) => degrees.toFixed(6)).join(",");
}

/** The frame of a form that comes back refused. */
function earlier() {
  const [west, south, east, north] = frame.value.split(",").map(Number);
  return [west, south, east, north].every(Number.isFinite) && frame.value ? { bounds: [[west, south], [east, north]] } : {};
}

async function start() {
  box.hidden = false;
  const canvas = document.createElement("div");
  box.append(canvas);
  const map = await openMap(canvas, { style: box.dataset.style, label: box.dataset.label, zoom: 14, ...earlier() });
  write(map);
  map.on("moveend", ({ originalEvent }) => {
    write(map);
    if (originalEvent) territoire.value = ""; // moved by hand: that place is meant
  });
  document.querySelector(".without-map").hidden = true;
}

if (box) start().catch(() => { box.hidden = true; }); // no WebGL: the other ways stay
