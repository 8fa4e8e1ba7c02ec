// Entering a cluster: the server says at which zoom its fiches part. Those that never do fan out, or make a list.
import { written } from "./address.js";
import { fanOut, fanReach } from "./fan.js";
import { uncover } from "./frame.js";
import { say } from "./said.js";
import { choose } from "./several.js";
import { tilesAddress } from "./tiles.js";

const LONGEST = 2500; // ms for an answer: then the map simply comes closer
const FANNED = 12; // more than that around one place would be a crowd
const CELL = /^\d+\/\d+$/;
const texts = document.querySelector(".several").dataset;
const number = (n) => n.toLocaleString(document.documentElement.lang);
let turn = 0;

/** What the server knows of a cluster under the filters of the tiles on the map, or null: `{count, at, bounds, zoom, fiches}`. */
async function ask(map, { sourceLayer, properties: { cell } }) {
  if (!CELL.test(cell)) return null;
  const [path, query = ""] = tilesAddress(map).split("?");
  const tiles = path.slice(0, path.indexOf("{z}")); // …/tuiles/<layers>/
  const address = new URL(`../${sourceLayer}/grappe/${cell}.json?${query}`, tiles);
  const answer = await fetch(address, { signal: AbortSignal.timeout(LONGEST) }).catch(() => null);
  return answer?.ok ? answer.json().catch(() => null) : null;
}

/** The list page of some layers within bounds: the map's filters, and a frame that is a little wider than what is there. */
function listOf(map, layers, { count, bounds: [west, south, east, north] }) {
  const [, query] = tilesAddress(map).split("?");
  const more = Math.max(1e-5, 360 / 512 / 2 ** map.getZoom() / 4); // tiles round positions to an eighth of a pixel
  const cadre = [west - more, south - more, east + more, north + more].map((degrees) => degrees.toFixed(6)).join(",");
  const params = { ...Object.fromEntries(new URLSearchParams(query)), v: "", couches: [...layers].join(","), cadre };
  const { pathname } = document.querySelector("[data-list]");
  return { href: `${pathname}?${written(params)}`, text: texts.all.replace("{n}", number(count)) };
}

/**
 * Offers fiches (`{uuid, title, layer}`) that are at the same place: around it when they are few, in a list otherwise,
 * which ends with a link to all that is there (`held`: its count and bounds, and its layer when no item says it).
 */
export function offer(map, drawer, at, items, open, held = { count: items.length, bounds: [...at, ...at] }) {
  if (items.length < 2 || items.length > FANNED) {
    const layers = new Set(held.layer ? [held.layer] : items.map(({ layer }) => layer));
    choose(map, map.project(at), items, open, listOf(map, layers, held));
    return;
  }
  uncover(map, drawer, { lng: at[0], lat: at[1] }, fanReach(items.length));
  fanOut(map, at, items, texts.together.replace("{n}", number(items.length)), open);
}

/** Comes to where the fiches of a cluster part, or offers them when they never do; `open(item)` gets a chosen one. */
export async function enterCluster(map, drawer, cluster, open) {
  turn += 1;
  const mine = turn;
  const cancel = map.on("movestart", () => { turn += 1; }); // whoever moves meanwhile has gone elsewhere
  const found = await ask(map, cluster);
  cancel.unsubscribe();
  if (mine !== turn) return;
  const closer = Math.floor(map.getZoom());
  const come = (center, zoom) => map.easeTo({ center, zoom: Math.min(zoom, map.getMaxZoom()) });
  if (!found) { come(cluster.geometry.coordinates, closer + 2); return; }
  if (found.zoom !== null) {
    const [west, south, east, north] = found.bounds;
    say(texts.closer.replace("{n}", number(found.count)));
    come([(west + east) / 2, (south + north) / 2], Math.max(found.zoom, closer + 1) + 0.01); // just over: in that zoom's tiles
    return;
  }
  const items = found.fiches.map(({ uuid, title, at }) => ({ uuid, title, at, layer: cluster.sourceLayer }));
  offer(map, drawer, found.at, items, open, { ...found, layer: cluster.sourceLayer });
}
