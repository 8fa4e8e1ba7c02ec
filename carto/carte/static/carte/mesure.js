// Colours the territories, then the streets, by what is chosen: the map, the legend, the address and the table alike.
// Fed by templates/carte/_mesure.html. The layers are in the style, hidden; classes and colours come with the legend.
import { currentTheme } from "../carto/themes.js";
import { queryOf, writeQuery } from "./address.js";
import { uncover } from "./frame.js";
import { stampOf } from "./live.js";
import { addHatching, showLegend } from "./mesure-legend.js";
import { closeChoice } from "./several.js";
import { settled, stampIn } from "./tiles.js";

const OWN = "mesures-"; // the layers and sources of the style that are coloured
const BACK = { pins: "icon-opacity", dots: "circle-opacity", clusters: "circle-opacity" };
const STEP = 0.65;
const BUILDINGS = "fond-batiments"; // they would hide what is under them
const form = document.querySelector("form.mesure");
const select = form.elements.mesure;

const niveauAt = (zoom) => (zoom < 12 ? "commune" : (zoom < 15 ? "quartier" : "rue"));

/** The colour of a figure, as the legend's classes say. */
function colourOf({ classes, couleurs }) {
  const [palest, ...others] = couleurs[currentTheme()];
  if (!others.length) return palest ?? "transparent";
  return ["step", ["get", "value"], palest, ...others.flatMap((colour, rank) => [classes[rank + 1].de, colour])];
}

/** Pins stay above the colours, and step back; so do buildings. */
function followStepBack(map) {
  const plain = new Map();
  map.on("style.load", () => plain.clear());
  return (yes) => {
    for (const { id, source } of map.getStyle().layers) {
      const property = id === BUILDINGS ? "fill-opacity" : source === "fiches" && BACK[id.split("-").at(-1)];
      if (!property) continue;
      if (!plain.has(id)) plain.set(id, map.getPaintProperty(id, property) ?? 1);
      const back = id === BUILDINGS ? 0.25 : ["*", STEP, plain.get(id)];
      map.setPaintProperty(id, property, yes ? back : plain.get(id));
    }
  };
}

/** Starts; gives `refresh(said)`, called with the filters; `renew(versions)`; and `at(point, lngLat)`, which opens a place. */
export function followMesure(map, drawer) {
  const stepBack = followStepBack(map);
  let circles = null;
  let filters = {};
  let stamp = stampIn(map);
  let legend = null;
  let asked = "";
  let picked = null;
  let turn = 0;
  let drawn = Promise.resolve();

  const niveau = () => niveauAt(map.getZoom());
  const query = (more = {}) => queryOf({ ...filters, mesure: select.value, ...more });

  /** The tiles carry the legend's filters and versions; resolves once what is in sight has come. */
  async function renewTiles() {
    if (asked === query({ v: stamp })) return;
    asked = query({ v: stamp });
    const { sources, layers } = map.getStyle();
    const shown = layers.some(({ id, layout }) => id === `${OWN}areas` && layout?.visibility === "visible");
    const names = Object.keys(sources).filter((source) => source.startsWith(OWN));
    for (const name of names) {
      map.getSource(name).setTiles(sources[name].tiles.map((tile) => `${tile.split("?")[0]}?${asked}`));
    }
    if (shown) await Promise.all(names.map((name) => settled(map, name)));
  }

  async function showCircles() {
    if (!circles && !legend?.ronds) return;
    circles ??= (await import("./mesure-circles.js")).followCircles(map);
    await circles(legend, query({ v: stamp }));
  }

  function paint() {
    addHatching(map);
    for (const { id, type } of map.getStyle().layers.filter((layer) => layer.id.startsWith(OWN))) {
      if (legend && id === `${OWN}areas`) map.setPaintProperty(id, "fill-color", colourOf(legend));
      if (legend && id === `${OWN}streets`) map.setPaintProperty(id, `${type}-color`, colourOf(legend));
      map.setLayoutProperty(id, "visibility", legend ? "visible" : "none");
    }
    stepBack(Boolean(legend));
    showLegend(legend);
    showCircles().catch((error) => console.warn(error));
  }

  /** One at a time: new colours make the map read its tiles again, and the old, read late, would cover the new. */
  function draw() {
    drawn = drawn.then(async () => {
      if (legend) await renewTiles();
      paint();
      map.triggerRepaint();
      await map.once("render");
    }).catch((error) => console.warn(error));
  }

  async function load() {
    const mine = ++turn;
    for (const link of document.querySelectorAll("[data-table]")) link.search = query({ niveau: niveau() });
    const answer = select.value ? await fetch(`${form.dataset.legend}?${query({ niveau: niveau() })}`).catch(() => null) : null;
    const told = answer?.ok ? await answer.json() : null;
    if (mine !== turn) return;
    legend = told;
    if (legend) draw();
    else paint();
  }

  function release() {
    if (picked && map.getSource(picked.source)) map.setFeatureState(picked, { selected: false });
    picked = null;
  }

  /** What is coloured at a point of the screen: the area under it, or the nearest street that a finger may have meant. */
  function placeAt({ x, y }, reach) {
    const near = niveau() === "rue" ? reach + 4 : 0;
    const layers = ["areas", "unknown", "streets", "streets-unknown"].map((name) => `${OWN}${name}`);
    return map.queryRenderedFeatures([[x - near, y - near], [x + near, y + near]], { layers })[0];
  }

  function at(point, lngLat, reach = 4) {
    const place = legend && placeAt(point, reach);
    if (!place) return false;
    closeChoice();
    const more = { niveau: niveau(), lat: lngLat.lat.toFixed(6), lon: lngLat.lng.toFixed(6), fragment: 1 };
    const address = `${form.dataset.places}${encodeURIComponent(place.properties.code)}/mesure/?${query(more)}`;
    drawer.show(address, { onClose: release }).then((shown) => {
      if (!shown) return;
      picked = { source: place.source, sourceLayer: place.sourceLayer, id: place.id };
      map.setFeatureState(picked, { selected: true });
      uncover(map, drawer, lngLat);
    });
    return true;
  }

  let seen = niveau();
  map.on("zoom", () => {
    if (seen === niveau()) return;
    seen = niveau();
    load();
  });
  map.on("style.load", () => { asked = ""; draw(); }); // in the other colours
  select.addEventListener("change", () => { writeQuery({ mesure: select.value }); load(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  return { at, refresh(said) { filters = said; load(); }, renew(versions) { stamp = stampOf(versions); } };
}
