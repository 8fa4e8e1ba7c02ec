// The tools that draw lines and areas: terra-draw follows the finger, and hands over what it drew; nothing stays in it.
import { TerraDraw, TerraDrawFreehandLineStringMode, TerraDrawFreehandMode, TerraDrawLineStringMode, TerraDrawSelectMode } from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";
import { ink } from "./paper.js";
import { metresPerPixel, smoothLine, smoothRing } from "./smooth.js";

const PREFIX = "td";
const TOLERANCE = 3; // px: what a finger trembles
const HANDLES = { feature: { draggable: true, coordinates: { draggable: true, midpoints: true, deletable: true } } };
export const MODES = { free: "free", line: "line", area: "area", edit: "select" };

function lineLook() {
  const colour = () => currentInk;
  return { lineStringColor: colour, lineStringWidth: 5, closingPointColor: colour, closingPointWidth: 8, closingPointOutlineWidth: 2 };
}

function areaLook() {
  const colour = () => currentInk;
  return { fillColor: colour, fillOpacity: 0.26, outlineColor: colour, outlineWidth: 3, closingPointColor: colour, closingPointWidth: 8 };
}

const chosenLook = {
  selectedLineStringWidth: 6, selectedPolygonOutlineWidth: 4, selectionPointWidth: 9, selectionPointOutlineWidth: 2.5, midPointWidth: 6,
  selectedLineStringColor: () => currentInk, selectedPolygonColor: () => currentInk, selectedPolygonOutlineColor: () => currentInk,
  selectionPointColor: "#ffffff", selectionPointOutlineColor: () => currentInk, midPointColor: () => currentInk, midPointOutlineColor: "#ffffff",
};
let currentInk = "#84389b";

export class Tools extends EventTarget {
  #held = null; // the stroke that the selection holds

  constructor(map) {
    super();
    this.map = map;
    this.draw = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: 7, prefixId: PREFIX }),
      modes: [
        new TerraDrawFreehandLineStringMode({ modeName: "free", minDistance: 4, drawInteraction: "click-drag", styles: lineLook() }),
        new TerraDrawFreehandMode({ modeName: "area", minDistance: 4, drawInteraction: "click-drag", styles: areaLook() }),
        new TerraDrawLineStringMode({ modeName: "line", pointerDistance: 24, styles: lineLook() }),
        new TerraDrawSelectMode({ flags: { free: HANDLES, line: HANDLES, area: HANDLES }, styles: chosenLook, pointerDistance: 30, allowManualSelection: false }),
      ],
    });
    this.draw.start();
    for (const { id } of map.getStyle().layers) if (id.startsWith(PREFIX)) map.getLayer(id).metadata = { "carte:page": true };
    this.draw.on("finish", (id, { action }) => this.#finish(id, action));
    this.draw.on("deselect", () => this.#let());
  }

  use(tool, colour) {
    this.release();
    currentInk = ink(colour);
    this.draw.setMode(MODES[tool] ?? "static");
  }

  /** Whether a line is being drawn, point after point. */
  get busy() { return this.draw.getSnapshot().some(({ properties }) => properties.mode !== "select") && !this.#held; }

  #finish(id, action) {
    const feature = this.draw.getSnapshotFeature(id);
    if (!feature) return;
    if (this.#held) {
      this.#tell("moved", { stroke: this.#held, geometry: feature.geometry });
      return;
    }
    if (action !== "draw") return;
    const sorte = feature.properties.mode;
    queueMicrotask(() => { if (this.draw.hasFeature(id)) this.draw.removeFeatures([id]); });
    this.#tell("drawn", { sorte, geometry: sorte === "line" ? feature.geometry : this.#smoothed(feature.geometry) });
  }

  #smoothed({ type, coordinates }) {
    const tolerance = TOLERANCE * metresPerPixel(this.map.getZoom(), this.map.getCenter().lat);
    if (type === "LineString") return { type, coordinates: smoothLine(coordinates, tolerance) };
    return { type, coordinates: [smoothRing(coordinates[0], tolerance)] };
  }

  /** Hold a line or area so that it can be moved and bent. */
  hold(stroke) {
    this.release();
    currentInk = ink(stroke.couleur);
    const geometry = structuredClone(stroke.geometry);
    const [added] = this.draw.addFeatures([{ type: "Feature", id: stroke.uuid, geometry, properties: { mode: stroke.sorte } }]);
    if (!added?.valid) return false;
    this.#held = stroke;
    this.draw.selectFeature(stroke.uuid);
    return true;
  }

  #let() {
    const held = this.#held;
    if (!held) return;
    this.#held = null;
    queueMicrotask(() => { if (this.draw.hasFeature(held.uuid)) this.draw.removeFeatures([held.uuid]); });
    this.#tell("released", { stroke: held });
  }

  /** Let go of what is held, and forget what was not finished. */
  release() {
    if (this.#held) this.draw.deselectFeature(this.#held.uuid);
    this.#let();
    if (this.draw.getMode() !== "static") this.draw.setMode("static");
    this.draw.clear();
  }

  #tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }
}
