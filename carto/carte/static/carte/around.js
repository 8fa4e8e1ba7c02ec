// « Autour d’ici »: a click anywhere that is not a pin, a long press, a right click, or Enter on the crosshair.
import { Marker } from "maplibre-gl";
import { foldFan } from "./fan.js";
import { uncover } from "./frame.js";
import { closeChoice } from "./several.js";

const BASE = "fond";
const LONG = 550; // ms
const REACH = 16; // px around the crosshair: the discs of the four layers stand aside of their centre
const element = document.getElementById("carte");

/** The object of the base map at a point of the screen: one with a name first, and what is small before what is large. */
function objectAt(map, { x, y }) {
  const seen = map.queryRenderedFeatures([[x - 6, y - 6], [x + 6, y + 6]])
    .filter(({ source, properties }) => source === BASE && properties.osm_id);
  const order = { Point: 0, MultiPoint: 0, LineString: 1, MultiLineString: 1, Polygon: 2, MultiPolygon: 2 };
  seen.sort((a, b) => Boolean(b.properties.name) - Boolean(a.properties.name) || order[a.geometry.type] - order[b.geometry.type]);
  const best = seen[0]?.properties;
  return best ? { osm_id: best.osm_id, nom: best.name ?? "" } : {};
}

/** Starts; gives the function that asks about the middle of the map: what is there, or (`around`) only what is near. */
export function followAround(map, drawer, pins) {
  const mark = document.createElement("span");
  mark.className = "here";
  mark.setAttribute("aria-hidden", "true");
  const marker = new Marker({ element: mark });
  let press = 0;
  let pressed = false;

  function tell(point, lngLat) {
    closeChoice();
    foldFan();
    const query = new URLSearchParams({ lat: lngLat.lat.toFixed(6), lon: lngLat.lng.toFixed(6), ...objectAt(map, point) });
    marker.setLngLat(lngLat).addTo(map);
    drawer.show(`${element.dataset.around}?${query}&fragment=1`, { onClose: () => marker.remove() })
      .then((shown) => { if (shown) uncover(map, drawer, lngLat); });
  }

  function release() {
    clearTimeout(press);
  }

  map.on("click", ({ point, lngLat, originalEvent }) => {
    if (pressed) { pressed = false; return; } // the end of a long press
    const reach = originalEvent.pointerType === "touch" ? 12 : 4;
    if (!pins.at(point, lngLat, reach)) tell(point, lngLat);
  });
  map.on("contextmenu", ({ point, lngLat, originalEvent }) => { originalEvent.preventDefault(); tell(point, lngLat); });
  map.on("touchstart", ({ point, lngLat, originalEvent }) => {
    release();
    pressed = false;
    if (originalEvent.touches.length === 1) press = setTimeout(() => { pressed = true; tell(point, lngLat); }, LONG);
  });
  for (const end of ["touchend", "touchcancel", "touchmove", "movestart"]) map.on(end, release);
  return ({ around }) => {
    const centre = map.getCenter();
    const point = map.project(centre);
    if (around || !pins.at(point, centre, REACH)) tell(point, centre);
  };
}
