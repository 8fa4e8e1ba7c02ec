// What a mesure says of each fiche, as circles under the pins: their area goes as the figure. Fed by the legend (`ronds`).
import { currentTheme } from "../carto/themes.js";

const NAME = "ronds";
const COLOUR = { light: "#1d5f8a", dark: "#7fbde6" };
const LARGEST = [[9, 16], [12, 34], [15, 64], [18, 120]]; // zoom, px: the radius of the largest figure

function layer() {
  const colour = COLOUR[currentTheme()];
  const sizes = LARGEST.flatMap(([zoom, radius]) => [zoom, ["max", 3, ["*", radius, ["get", "rayon"]]]]);
  return {
    id: NAME, source: NAME, type: "circle",
    paint: {
      "circle-radius": ["interpolate", ["linear"], ["zoom"], ...sizes],
      "circle-color": colour, "circle-opacity": 0.22, "circle-stroke-color": colour, "circle-stroke-width": 1.5, "circle-stroke-opacity": 0.8,
    },
  };
}

/** Gives `show(legend, query)`, to call whenever colours are drawn: it asks again only for other circles. */
export function followCircles(map) {
  let shown = "";
  let turn = 0;

  function clear() {
    if (map.getLayer(NAME)) map.removeLayer(NAME);
    if (map.getSource(NAME)) map.removeSource(NAME);
  }

  return async (legend, query) => {
    const asked = legend?.ronds ? `${legend.ronds}?${query}` : "";
    if (asked === shown && (!asked || map.getLayer(NAME))) return;
    const mine = ++turn;
    shown = asked;
    const answer = asked ? await fetch(asked).catch(() => null) : null;
    const data = answer?.ok ? await answer.json() : null;
    if (mine !== turn) return;
    clear();
    if (!data?.features.length) return;
    map.addSource(NAME, { type: "geojson", data });
    map.addLayer(layer(), map.getStyle().layers.find(({ source }) => source === "fiches")?.id);
  };
}
