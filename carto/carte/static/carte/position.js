// « Ma position »: a dot, and a circle that says how sure the device is. Asked once, when one presses the button.
import { Marker } from "maplibre-gl";
import { say } from "./said.js";

const SOURCE = "position";
const STEPS = 64;
const DEGREE = 111_320; // metres

function circle([longitude, latitude], metres) {
  const ring = Array.from({ length: STEPS + 1 }, (_, step) => {
    const angle = (step / STEPS) * 2 * Math.PI;
    const wide = DEGREE * Math.cos((latitude * Math.PI) / 180);
    return [longitude + (metres * Math.cos(angle)) / wide, latitude + (metres * Math.sin(angle)) / DEGREE];
  });
  return { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring] } };
}

function draw(map, data) {
  if (map.getSource(SOURCE)) { map.getSource(SOURCE).setData(data); return; }
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--loire").trim();
  const metadata = { "carte:page": true };
  map.addSource(SOURCE, { type: "geojson", data });
  map.addLayer({ id: "position-fill", type: "fill", source: SOURCE, metadata, paint: { "fill-color": colour, "fill-opacity": 0.12 } });
  map.addLayer({ id: "position-line", type: "line", source: SOURCE, metadata, paint: { "line-color": colour, "line-opacity": 0.6 } });
}

export function followPosition(map) {
  const button = document.querySelector('[data-tool="locate"]');
  const dot = document.createElement("span");
  dot.className = "here";
  const marker = new Marker({ element: dot });

  function found({ coords }) {
    const at = [coords.longitude, coords.latitude];
    const [[west, south], [east, north]] = map.getMaxBounds().toArray();
    if (at[0] < west || at[0] > east || at[1] < south || at[1] > north) { say(button.dataset.outside); return; }
    const metres = Math.round(coords.accuracy);
    draw(map, circle(at, metres));
    marker.setLngLat(at).addTo(map);
    map.flyTo({ center: at, zoom: metres > 500 ? 14 : 16.5 });
    button.setAttribute("aria-pressed", "true");
    say(button.dataset.found.replace("{m}", metres.toLocaleString(document.documentElement.lang)));
  }

  button.addEventListener("click", () => {
    if (!navigator.geolocation) { say(button.dataset.refused); return; }
    say(button.dataset.asking, { stays: true });
    const refused = () => say(button.dataset.refused);
    navigator.geolocation.getCurrentPosition(found, refused, { enableHighAccuracy: true, timeout: 10000, maximumAge: 30000 });
  });
}
