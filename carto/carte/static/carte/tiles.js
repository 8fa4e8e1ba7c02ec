// The fiches' tiles carry the same filters as the list. One change at a time: were tiles of two filters asked for at once,
// their answers could cross, and the map keep those of the older. It also spares the server whatever nobody will see.
import { written } from "./address.js";

export const FICHES = "fiches";
const LONGEST = 8000; // ms: a server that does not answer must not hold back what comes next

/** The address of the fiches' tiles as the map asks for them now, `{z}/{x}/{y}` and filters included. */
export function tilesAddress(map) {
  return map.getSource(FICHES)?.serialize().tiles[0] ?? "";
}

/** What the page's tiles were stamped with: the versions of all layers when it was made. */
export function stampIn(map) {
  return new URL(tilesAddress(map)).searchParams.get("v");
}

/** Resolves once the tiles that a source was asked for are there, or have failed. */
export function settled(map, name = FICHES) {
  return new Promise((done) => {
    const end = () => {
      clearTimeout(timer);
      for (const watch of watches) watch.unsubscribe();
      done();
    };
    const look = () => { if (map.isSourceLoaded(name)) end(); };
    const timer = setTimeout(end, LONGEST);
    const watches = [map.on("sourcedata", look), map.on("idle", end)];
  });
}

/** Starts; gives `ask(params)`, which resolves once the map has the tiles of the last parameters that were asked for. */
export function followTiles(map) {
  let wanted = "";
  let coming = null;

  async function run() {
    let asked;
    do {
      asked = wanted;
      const source = map.getSource(FICHES);
      if (!source) break;
      const [path] = tilesAddress(map).split("?");
      source.setTiles([asked ? `${path}?${asked}` : path]); // the old tiles stay until the new ones are there
      await settled(map);
    } while (asked !== wanted);
    coming = null;
  }

  return (params) => {
    wanted = written({ ...params, couches: "" }); // layers are hidden and shown by the page itself
    coming ??= run();
    return coming;
  };
}
