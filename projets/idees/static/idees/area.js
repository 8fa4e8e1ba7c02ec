// An area drawn on a map of the house, without the fiches that the large map shows.

/** [west, south, east, north] of an address's words. */
export const edges = (words) => words.split(",").map(Number);

/** The ring of a box, as a GeoJSON geometry. */
export function ring([west, south, east, north]) {
  return { type: "Polygon", coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] };
}

export function hideFiches(map) {
  for (const { id } of map.getStyle().layers.filter(({ source }) => source === "fiches")) {
    map.setLayoutProperty(id, "visibility", "none");
  }
}

/** Draws the area, or moves the one that is drawn. */
export function drawArea(map, geometry) {
  const data = { type: "Feature", properties: {}, geometry };
  if (map.getSource("perimetre")) return map.getSource("perimetre").setData(data);
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--idees").trim();
  const metadata = { "carte:page": true };
  map.addSource("perimetre", { type: "geojson", data });
  map.addLayer({ id: "perimetre", type: "fill", source: "perimetre", metadata, paint: { "fill-color": colour, "fill-opacity": 0.1 } });
  map.addLayer({ id: "perimetre-bord", type: "line", source: "perimetre", metadata, paint: { "line-color": colour, "line-width": 2.5 } });
  return map.getSource("perimetre");
}
