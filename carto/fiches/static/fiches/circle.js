// The circle within which a device is sure to be, drawn on a map: a polygon in degrees, true in metres.
const SOURCE = "precision";
const METRES_PER_DEGREE = 111_320;
const CORNERS = 64;

function ring({ longitude, latitude, metres }) {
  const high = metres / METRES_PER_DEGREE;
  const wide = high / Math.cos((latitude * Math.PI) / 180);
  return Array.from({ length: CORNERS + 1 }, (_corner, rank) => {
    const angle = (rank / CORNERS) * 2 * Math.PI;
    return [longitude + wide * Math.cos(angle), latitude + high * Math.sin(angle)];
  });
}

/** Draws the circle, or takes it away for `null`. It stays when the colours of the page change. */
export function drawCircle(map, place) {
  const coordinates = place?.metres ? [ring(place)] : [];
  const data = { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates } };
  const known = map.getSource(SOURCE);
  if (known) { known.setData(data); return; }
  map.addSource(SOURCE, { type: "geojson", data });
  const own = { source: SOURCE, metadata: { "carte:page": true } };
  map.addLayer({ ...own, id: "precision-aire", type: "fill", paint: { "fill-color": "#2a8ca3", "fill-opacity": 0.16 } });
  map.addLayer({ ...own, id: "precision-bord", type: "line", paint: { "line-color": "#2a8ca3", "line-width": 2 } });
}

/** The zoom at which a circle of that radius fills about half of a phone's map. */
export function zoomFor(metres, latitude) {
  const metresPerPixel = Math.max(metres, 20) / 90;
  return Math.min(18, Math.log2((40_075_016 * Math.cos((latitude * Math.PI) / 180)) / 512 / metresPerPixel));
}
