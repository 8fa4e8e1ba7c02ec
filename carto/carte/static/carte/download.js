// The view as a file: its address is made when the choice opens, from what the map shows at that moment.
import { currentTheme } from "../carto/themes.js";
import { readQuery } from "./address.js";

const box = document.getElementById("emporter");
const FILTERS = ["couches", "themes", "etapes", "depuis", "jusqua", "cadre", "territoire", "etiquette", "parmi"];
const MOST = 4000; // px: the largest plan that is drawn (tiles/image/address.py)

/** The parameters of `/tuiles/plan.*` that draw this very view. */
function view(map) {
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  const { lng, lat } = map.getCenter();
  const seen = readQuery();
  const filters = FILTERS.filter((name) => seen.get(name)).map((name) => [name, seen.get(name)]);
  return new URLSearchParams([
    ["centre", `${lng.toFixed(6)},${lat.toFixed(6)}`], ["zoom", map.getZoom().toFixed(3)],
    ["largeur", Math.min(width, MOST)], ["hauteur", Math.min(height, MOST)],
    ["theme", currentTheme()], ["langue", document.documentElement.lang], ...filters,
  ]);
}

/** The rows of this very view: its filters, in the frame that the map shows. */
function rows(map) {
  const seen = readQuery();
  const frame = map.getBounds().toArray().flat().map((degrees) => degrees.toFixed(5)).join(",");
  const said = [...FILTERS, "etiquette"].map((name) => [name, seen.get(name) || (name === "cadre" ? frame : "")]);
  return new URLSearchParams(said.filter(([, value]) => value));
}

function write(map) {
  for (const link of box.querySelectorAll("[data-rows]")) link.search = rows(map).toString().replaceAll("%2C", ",");
  for (const link of box.querySelectorAll("[data-plan]")) {
    const said = view(map);
    const { pathname } = link;
    if (pathname.endsWith(".png")) said.set("echelle", "2");
    if (!/\.(png|svg)$/.test(pathname)) said.set("theme", "light"); // paper is white
    if (pathname.endsWith(".pdf")) {
      said.set("orientation", Number(said.get("largeur")) < Number(said.get("hauteur")) ? "portrait" : "paysage");
    }
    link.search = said.toString().replaceAll("%2C", ",");
  }
  for (const link of box.querySelectorAll("[data-view]")) { // a page that opens on this view, whatever the screen
    const said = view(map);
    for (const name of ["largeur", "hauteur", "theme", "langue"]) said.delete(name);
    link.search = said.toString().replaceAll("%2C", ",");
  }
}

export function followDownload(map) {
  box.addEventListener("beforetoggle", ({ newState }) => { if (newState === "open") write(map); });
  box.addEventListener("click", ({ target }) => { if (target.closest("a")) box.hidePopover(); });
}
