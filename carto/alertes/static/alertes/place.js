// « Ou sur la carte »: a circle around the middle of the map, or an area whose corners one puts, by touch or by keyboard.
// Fed by templates/alertes/_choose_place.html; without a map the search by name does the job.
import { openMap } from "../carto/map.js";
import { foldAttribution } from "../fiches/attribution.js";

const form = document.querySelector(".dessiner");
const box = form.querySelector(".place-map");
const slider = form.querySelector('input[type="range"]');
const output = form.querySelector("output");
const said = form.querySelector(".said");
const METRES_PER_DEGREE = 111_320;
const STEPS = 64;
let corners = [];
let map = null;

const drawn = () => form.elements.mode.value === "drawn";
const middle = () => { const { lng, lat } = map.getCenter(); return [lng, lat]; };

/** A circle of so many metres, as a ring in degrees. */
function ring([longitude, latitude], metres) {
  const high = metres / METRES_PER_DEGREE;
  const wide = high / Math.cos((latitude * Math.PI) / 180);
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const angle = (step / STEPS) * 2 * Math.PI;
    return [longitude + wide * Math.cos(angle), latitude + high * Math.sin(angle)];
  });
}

const feature = (type, coordinates) => ({ type: "Feature", properties: {}, geometry: { type, coordinates } });

function shapes() {
  if (!drawn()) return [feature("Polygon", [ring(middle(), Number(slider.value))])];
  const points = corners.map((corner) => feature("Point", corner));
  if (corners.length < 2) return points;
  return [corners.length === 2 ? feature("LineString", corners) : feature("Polygon", [[...corners, corners[0]]]), ...points];
}

function draw() {
  map.getSource("lieu-suivi").setData({ type: "FeatureCollection", features: shapes() });
}

function addLayers() {
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--loire").trim();
  const own = { source: "lieu-suivi", metadata: { "carte:page": true } };
  map.addSource("lieu-suivi", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
  map.addLayer({ ...own, id: "lieu-aire", type: "fill", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colour, "fill-opacity": 0.16 } });
  map.addLayer({ ...own, id: "lieu-bord", type: "line", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": colour, "line-width": 3 } });
  map.addLayer({
    ...own, id: "lieu-coins", type: "circle", filter: ["==", ["geometry-type"], "Point"],
    paint: { "circle-color": colour, "circle-radius": 7, "circle-stroke-color": "#fff", "circle-stroke-width": 2 },
  });
}

function tellCorners() {
  said.textContent = drawn() && corners.length ? said.dataset.corners.replace("{n}", corners.length) : "";
  draw();
}

function add(corner) {
  corners.push(corner);
  tellCorners();
}

function changeMode() {
  form.querySelector(".by-round").hidden = drawn();
  form.querySelector(".by-drawn").hidden = !drawn();
  tellCorners();
}

/** The circle stays whole in sight, whatever its size. */
function tellRadius({ fit = false } = {}) {
  output.textContent = output.dataset.unit.replace("{n}", slider.value);
  if (!map) return;
  draw();
  if (!fit) return;
  const points = ring(middle(), Number(slider.value) * 1.25);
  map.fitBounds([[points[32][0], points[48][1]], [points[0][0], points[16][1]]], { animate: false });
}

/** What the form sends: the place, and nothing else. */
function send(event) {
  event.preventDefault();
  if (drawn() && corners.length < 3) {
    said.textContent = said.dataset.few;
    return;
  }
  const [longitude, latitude] = middle();
  const place = drawn()
    ? { contour: corners.map((corner) => corner.map((degrees) => degrees.toFixed(6)).join(",")).join(";") }
    : { lat: latitude.toFixed(6), lon: longitude.toFixed(6), rayon: slider.value };
  const query = Object.entries(place).map(([name, value]) => `${name}=${value}`).join("&"); // digits, commas, semicolons
  location.assign(`${location.pathname}?${query}`);
}

function locate() {
  const refused = () => { said.textContent = said.dataset.refused; };
  if (!navigator.geolocation) return refused();
  return navigator.geolocation.getCurrentPosition(({ coords }) => {
    map.jumpTo({ center: [coords.longitude, coords.latitude] });
    tellRadius({ fit: true });
  }, refused, { enableHighAccuracy: true, timeout: 15_000 });
}

/** What was chosen before, to change it. */
function takeUp() {
  const shape = box.dataset.shape && JSON.parse(box.dataset.shape);
  if (shape?.type === "Point") {
    slider.value = box.dataset.reach;
    map.jumpTo({ center: shape.coordinates });
  } else if (shape?.type === "Polygon") {
    corners = shape.coordinates[0].slice(0, -1);
    form.elements.mode.value = "drawn";
    const [longitudes, latitudes] = [0, 1].map((axis) => corners.map((corner) => corner[axis]));
    const [west, south, east, north] = [Math.min(...longitudes), Math.min(...latitudes), Math.max(...longitudes), Math.max(...latitudes)];
    map.fitBounds([[west, south], [east, north]], { padding: 30, animate: false });
  }
  tellRadius({ fit: !drawn() });
  changeMode();
}

async function start() {
  form.hidden = false;
  const canvas = document.createElement("div");
  box.append(canvas);
  map = await openMap(canvas, { style: box.dataset.style, label: box.dataset.label });
  box.append(Object.assign(document.createElement("span"), { className: "middle", ariaHidden: "true" }));
  map.once("idle", () => foldAttribution(box));
  addLayers();
  takeUp();
  map.on("move", () => { if (!drawn()) draw(); });
  map.on("click", ({ lngLat }) => { if (drawn()) add(lngLat.toArray()); else map.easeTo({ center: lngLat }); });
  slider.addEventListener("input", () => tellRadius({ fit: true }));
  for (const radio of form.elements.mode) radio.addEventListener("change", changeMode);
  form.querySelector(".corner").addEventListener("click", () => add(middle()));
  form.querySelector(".undo").addEventListener("click", () => { corners.pop(); tellCorners(); });
  form.querySelector(".locate").addEventListener("click", locate);
  form.addEventListener("submit", send);
}

/** A closed section has no size: the map opens with it. */
const section = form.closest("details");
let started = false;
function open() {
  if (!section.open || started) return;
  started = true;
  start().catch((error) => { form.hidden = true; console.warn(error); }); // no WebGL: the search by name stays
}
section.addEventListener("toggle", open);
open();
