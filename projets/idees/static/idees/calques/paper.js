// The tracing paper: a veil over the map, lines and areas in their inks, pictures and words as they were laid.
import { Marker } from "maplibre-gl";
import { onTheme } from "../../carto/themes.js";

const INKS = { prune: "--idees", loire: "--loire", feuille: "--opportunites", brique: "--signalements", ocre: "--warn", encre: "--ink" };
const OWN = { "carte:page": true }; // kept when the colours of the page change (carto/map.js)
const NEAR = 18; // px: a thumb does not hit a line

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
export const ink = (name) => token(INKS[name] ?? INKS.prune);
const inks = () => ["match", ["get", "couleur"], ...Object.keys(INKS).flatMap((name) => [name, ink(name)]), ink("prune")];
const width = (thin, thick) => ["interpolate", ["linear"], ["zoom"], 11, thin, 18, thick];
const is = (...kinds) => ["in", ["get", "sorte"], ["literal", kinds]];
const collection = (features) => ({ type: "FeatureCollection", features });

/** A sticker as our own sheet of drawings has it; `box` names the file. */
function drawing(code, stickers) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "autocollant small");
  const use = document.createElementNS(svg.namespaceURI, "use");
  use.setAttribute("href", `${stickers}#${code}`);
  svg.append(use);
  return svg;
}

/** What lies on a sheet as an element: only drawn, the list says the same in words. */
function element(stroke, stickers) {
  const box = document.createElement("div");
  box.className = `laid-${stroke.sorte} ink-${stroke.couleur || "prune"}`;
  const inner = stroke.sorte === "sticker" ? drawing(stroke.autocollant, stickers) : document.createElement("span");
  if (stroke.sorte === "text") inner.textContent = stroke.mots;
  const turned = stroke.sorte === "sticker" ? `rotate(${stroke.angle}deg) scale(${stroke.taille / 100})` : "";
  inner.style.transform = turned;
  box.append(inner);
  return box;
}

export class Paper {
  #markers = new Map();
  #strokes = new Map();
  hidden = new Set(); // strokes that a tool holds: it draws them itself

  constructor(map, { name = "calque", stickers, edges = null }) {
    Object.assign(this, { map, name, stickers, opacity: 1 });
    if (edges) this.#veil(edges);
    map.addSource(name, { type: "geojson", data: collection([]) });
    this.#layers();
    this.#scale();
    map.on("zoom", () => this.#scale());
    onTheme(() => map.once("styledata", () => this.paint()));
  }

  /** Seen from afar, pictures and words are smaller: they would hide one another and the lines. */
  #scale() {
    const scale = Math.max(0.4, Math.min(1.15, (this.map.getZoom() - 10.5) / 5));
    this.map.getContainer().style.setProperty("--scale", scale.toFixed(2));
  }

  #veil([west, south, east, north]) {
    const ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
    this.map.addSource("papier", { type: "geojson", data: { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring] } } });
    this.map.addLayer({ id: "papier-feuille", type: "fill", source: "papier", metadata: OWN, paint: { "fill-color": token("--sheet"), "fill-opacity": 0.5 } });
    this.map.addLayer({ id: "papier-bord", type: "line", source: "papier", metadata: OWN, paint: { "line-color": token("--line-strong"), "line-width": 1.5, "line-dasharray": [5, 3] } });
  }

  #layers() {
    const shared = { source: this.name, metadata: OWN };
    const line = { "line-cap": "round", "line-join": "round" };
    const add = (id, filter, layer) => this.map.addLayer({ id: `${this.name}-${id}`, filter, ...shared, ...layer });
    add("aires", is("area"), { type: "fill", paint: { "fill-color": inks(), "fill-opacity": 0.26 } });
    add("bords", is("area"), { type: "line", layout: line, paint: { "line-color": inks(), "line-width": width(1.5, 3.5) } });
    add("liseres", is("free", "line"), { type: "line", layout: line, paint: { "line-color": token("--sheet"), "line-width": width(5, 10), "line-opacity": 0.7 } });
    add("lignes", is("free", "line"), { type: "line", layout: line, paint: { "line-color": inks(), "line-width": width(2.5, 6.5), "line-opacity": 0.92 } });
  }

  /** The inks of the page's colours. */
  paint() {
    const set = (id, name, value) => { if (this.map.getLayer(id)) this.map.setPaintProperty(id, name, value); };
    set("papier-feuille", "fill-color", token("--sheet"));
    set("papier-bord", "line-color", token("--line-strong"));
    set(`${this.name}-aires`, "fill-color", inks());
    for (const id of ["bords", "lignes"]) set(`${this.name}-${id}`, "line-color", inks());
    set(`${this.name}-liseres`, "line-color", token("--sheet"));
  }

  setVeil(opacity) { this.map.setPaintProperty("papier-feuille", "fill-opacity", opacity); }

  /** How much of it is seen, from 0 to 1. */
  setOpacity(opacity) {
    this.opacity = opacity;
    this.map.setPaintProperty(`${this.name}-aires`, "fill-opacity", 0.26 * opacity);
    for (const id of ["bords", "lignes", "liseres"]) this.map.setPaintProperty(`${this.name}-${id}`, "line-opacity", opacity);
    for (const marker of this.#markers.values()) marker.setOpacity(String(opacity));
  }

  /** Draw these strokes and no other. */
  draw(strokes) {
    this.#strokes = new Map([...strokes].map((stroke) => [stroke.uuid, stroke]));
    const flat = [...this.#strokes.values()].filter(({ sorte, uuid }) => sorte !== "sticker" && sorte !== "text" && !this.hidden.has(uuid));
    this.map.getSource(this.name).setData(collection(flat.map((stroke) =>
      ({ type: "Feature", geometry: stroke.geometry, properties: { uuid: stroke.uuid, sorte: stroke.sorte, couleur: stroke.couleur } }))));
    for (const [uuid, marker] of this.#markers) if (marker.said !== this.#said(this.#strokes.get(uuid))) this.#lift(uuid, marker);
    for (const stroke of this.#strokes.values()) if (this.#said(stroke) && !this.#markers.has(stroke.uuid)) this.#lay(stroke);
  }

  #said(stroke) {
    if (!stroke || !["sticker", "text"].includes(stroke.sorte)) return "";
    return JSON.stringify([stroke.geometry.coordinates, stroke.autocollant, stroke.mots, stroke.couleur, stroke.angle, stroke.taille]);
  }

  #lift(uuid, marker) { marker.remove(); this.#markers.delete(uuid); }

  #lay(stroke) {
    const box = element(stroke, this.stickers);
    const marker = new Marker({ element: box, opacity: String(this.opacity) }).setLngLat(stroke.geometry.coordinates).addTo(this.map);
    for (const name of ["role", "aria-label", "tabindex"]) box.removeAttribute(name);
    box.setAttribute("aria-hidden", "true");
    marker.said = this.#said(stroke);
    this.#markers.set(stroke.uuid, marker);
  }

  marker(uuid) { return this.#markers.get(uuid); }

  /** The stroke under a finger (pixels of the map), the nearest first; null when there is none. */
  at({ x, y }, wanted = () => true) {
    const touched = [...this.#markers].map(([uuid, marker]) => {
      const spot = this.map.project(marker.getLngLat());
      return [uuid, Math.hypot(spot.x - x, spot.y - y)];
    }).filter(([uuid, far]) => far < 2 * NEAR && wanted(this.#strokes.get(uuid))).sort((one, other) => one[1] - other[1]);
    if (touched.length) return this.#strokes.get(touched[0][0]);
    const layers = ["lignes", "bords", "aires"].map((id) => `${this.name}-${id}`);
    const box = [[x - NEAR, y - NEAR], [x + NEAR, y + NEAR]];
    const found = this.map.queryRenderedFeatures(box, { layers }).map(({ properties }) => this.#strokes.get(properties.uuid));
    return found.find((stroke) => stroke && wanted(stroke)) ?? null;
  }
}
