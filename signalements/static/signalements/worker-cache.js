// What the worker keeps at hand: the report form and all it loads, the page of what waits, the map's style, and the tiles
// around the last places. Nothing of a person: pages are asked for without cookies. One exception, for crews: the last field
// round that was opened, with its photos, until one signs out. It adds to `self.cupboard`.
(() => {
  const { version, language, pages, styles, files } = self.CARTE;
  const SHELL = `carte-${version}`;
  const MAP = "carte-fond";
  const ROUND = "carte-tournee";
  const MOST_TILES = 800; // some 20 MB
  const STALE = 12 * 3600 * 1000; // milliseconds: categories and services change
  const AROUND = [[10, 0], [11, 1], [12, 1], [13, 1], [14, 2]]; // zoom, tiles on each side: 4 km in town
  const NAMED = {
    html: /["'](\/[^"'\s]+\.[a-z0-9]+)["']/g,
    js: /(?:from|import)\s*["'](\.{1,2}\/[^"']+)["']/g,
    css: /url\(\s*["']?([^"')]+)["']?\s*\)/g,
  };

  const bare = (address) => fetch(address, {
    credentials: "omit", cache: "no-cache", headers: { "Accept-Language": language },
  });

  /** Addresses of our own files that a text names. */
  function namedIn(text, kind, base) {
    const found = [...text.matchAll(NAMED[kind])].map(([, address]) => new URL(address, base).href);
    return found.filter((address) => address.startsWith(new URL(files, self.origin).href));
  }

  /** A file, and those that it names in turn; one that is missing is left out. */
  async function keepFile(cache, address, seen) {
    if (seen.has(address)) return;
    seen.add(address);
    const answer = await bare(address).catch(() => null);
    if (!answer?.ok) return;
    await cache.put(address, answer.clone());
    const kind = { js: "js", mjs: "js", css: "css" }[new URL(address).pathname.split(".").pop()];
    const named = kind ? namedIn(await answer.text(), kind, address) : [];
    await Promise.all(named.map((each) => keepFile(cache, each, seen)));
  }

  /** A page as a stranger sees it. */
  async function keepPage(cache, address, seen) {
    const answer = await bare(address);
    if (!answer.ok) throw new Error(address);
    await putPage(cache, address, answer, cache, seen);
  }

  /** Marked so that its scripts know it was kept; the files it names go into `shell`. */
  async function putPage(cache, address, answer, shell, seen) {
    const html = (await answer.text()).replace("<html", "<html data-kept-page");
    const headers = { "Content-Type": "text/html; charset=utf-8", Date: new Date().toUTCString() };
    await Promise.all(namedIn(html, "html", new URL(address, self.origin)).map((each) => keepFile(shell, each, seen)));
    await cache.put(address, new Response(html, { headers }));
  }

  async function fill() {
    const cache = await caches.open(SHELL);
    const seen = new Set();
    await Promise.all(pages.map((address) => keepPage(cache, address, seen)));
    const map = await caches.open(MAP);
    await Promise.all(styles.map(async (address) => {
      const answer = await bare(address).catch(() => null);
      if (answer?.ok) await map.put(address, answer);
    }));
  }

  /** Once in a while, when the network is there: the form as it is now. */
  async function refresh() {
    const kept = await (await caches.open(SHELL)).match(pages[0]);
    if (!kept || Date.now() - Date.parse(kept.headers.get("Date")) > STALE) await fill();
  }

  async function tidy() {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith("carte-") && ![SHELL, MAP, ROUND].includes(name));
    await Promise.all(old.map((name) => caches.delete(name)));
  }

  const find = (address) => caches.match(address, { ignoreVary: true });

  /** A tile or a style: from the network, and kept; from here when the network does not bring it. */
  async function ground(request) {
    try {
      const answer = await fetch(request);
      if (answer.ok && answer.status === 200) await keepTile(request, answer.clone());
      return answer;
    } catch (error) {
      const kept = await find(request.url);
      if (kept) return kept;
      throw error;
    }
  }

  async function keepTile(request, answer) {
    const cache = await caches.open(MAP);
    await cache.put(request.url ?? request, answer);
    const kept = await cache.keys(); // oldest first
    const tiles = kept.filter(({ url }) => url.includes("/tuiles/fond/"));
    await Promise.all(tiles.slice(0, Math.max(tiles.length - MOST_TILES, 0)).map((tile) => cache.delete(tile)));
  }

  /** Keeps the round that is open, as whoever is signed in sees it, in place of the one before. */
  async function keepRound({ address, photos }) {
    const [cache, shell] = await Promise.all([caches.open(ROUND), caches.open(SHELL)]);
    const answer = await fetch(address, { cache: "no-store", redirect: "error" });
    if (!answer.ok) return;
    await putPage(cache, address, answer, shell, new Set());
    const wanted = new Set([address, ...photos].map((each) => new URL(each, self.origin).href));
    const kept = await cache.keys();
    await Promise.all(kept.filter(({ url }) => !wanted.has(url)).map((each) => cache.delete(each)));
    await Promise.all(photos.map((photo) => cache.add(photo).catch(() => {})));
  }

  const leave = () => caches.delete(ROUND);

  function tilesAround([longitude, latitude], [lowest, highest]) {
    const radians = (latitude * Math.PI) / 180;
    const down = (1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2;
    return AROUND.filter(([zoom]) => zoom >= lowest && zoom <= highest).flatMap(([zoom, side]) => {
      const [x, y] = [((longitude + 180) / 360) * 2 ** zoom, down * 2 ** zoom].map(Math.floor);
      const span = Array.from({ length: 2 * side + 1 }, (_each, rank) => rank - side);
      return span.flatMap((right) => span.map((below) => [zoom, x + right, y + below]));
    });
  }

  /** Brings the tiles around a place (degrees) that are not here yet. */
  async function bring(place) {
    const style = await (await find(styles[0]))?.json();
    const source = Object.values(style?.sources ?? {}).find(({ tiles }) => tiles?.[0].includes("/tuiles/fond/"));
    if (!source) return;
    for (const [z, x, y] of tilesAround(place, [source.minzoom ?? 0, source.maxzoom ?? 14])) {
      const address = source.tiles[0].replace("{z}", z).replace("{x}", x).replace("{y}", y);
      if (await find(address)) continue;
      const answer = await bare(address).catch(() => null);
      if (answer?.status === 200) await keepTile(address, answer);
    }
  }

  self.cupboard = { fill, refresh, tidy, find, ground, bring, keepRound, leave };
})();
