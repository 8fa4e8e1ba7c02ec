// Drawing without a pointer: the arrows move the map under a crosshair, Enter puts a point there, Backspace takes the last
// one back, Escape gives up; « Terminer » ends the line or the area.
const OWN = { "carte:page": true };
const LEAST = { free: 2, line: 2, area: 3 };

export class Keyboard extends EventTarget {
  #points = [];
  tool = "look";

  constructor(map, aim) {
    super();
    Object.assign(this, { map, aim });
    map.addSource("croquis", { type: "geojson", data: this.#sketch() });
    const shared = { source: "croquis", metadata: OWN };
    map.addLayer({ id: "croquis-ligne", type: "line", ...shared, paint: { "line-color": "#84389b", "line-width": 3, "line-dasharray": [2, 1.5] } });
    map.addLayer({ id: "croquis-points", type: "circle", ...shared, filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 6, "circle-color": "#84389b", "circle-stroke-width": 2, "circle-stroke-color": "#ffffff" } });
    const canvas = map.getCanvas();
    canvas.addEventListener("focus", () => { aim.hidden = !canvas.matches(":focus-visible"); });
    canvas.addEventListener("blur", () => { aim.hidden = true; });
    canvas.addEventListener("pointerdown", () => { aim.hidden = true; });
    canvas.addEventListener("keydown", (event) => this.#key(event));
  }

  get count() { return this.#points.length; }

  get least() { return LEAST[this.tool] ?? 1; }

  use(tool) {
    this.tool = tool;
    this.forget();
  }

  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    this.aim.hidden = false;
    const doing = { Enter: () => this.put(), Backspace: () => this.back(), Escape: () => this.forget() }[event.key];
    if (!doing) return;
    event.preventDefault();
    event.stopPropagation();
    doing();
  }

  /** A point at the middle of the map. */
  put() {
    const { lng, lat } = this.map.getCenter();
    const spot = [Number(lng.toFixed(7)), Number(lat.toFixed(7))];
    if (!LEAST[this.tool]) {
      this.#tell("here", { spot });
      return;
    }
    this.#points.push(spot);
    this.#show();
  }

  back() {
    this.#points.pop();
    this.#show();
  }

  forget() {
    this.#points = [];
    this.#show();
  }

  /** End the line or area; it needs enough points. */
  finish() {
    if (this.count < this.least) return false;
    const geometry = this.tool === "area"
      ? { type: "Polygon", coordinates: [[...this.#points, this.#points[0]]] }
      : { type: "LineString", coordinates: this.#points };
    const sorte = this.tool;
    this.forget();
    this.#tell("drawn", { sorte, geometry });
    return true;
  }

  #sketch() {
    const points = this.#points.map((coordinates) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates } }));
    const coordinates = this.tool === "area" && this.count > 2 ? [...this.#points, this.#points[0]] : this.#points;
    const line = this.count > 1 ? [{ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } }] : [];
    return { type: "FeatureCollection", features: [...line, ...points] };
  }

  #show() {
    this.map.getSource("croquis").setData(this.#sketch());
    this.#tell("points", { count: this.count });
  }

  #tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }
}
