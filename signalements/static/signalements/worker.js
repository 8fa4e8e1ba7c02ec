// The worker of `/sw.js`: pages from the network, and from the cupboard when it does not bring them; the outbox sent even
// when no page is open, where the browser can.
(() => {
  const { cupboard, outbox } = self;
  const { report, device, files, rounds, leave, media } = self.CARTE;
  const PATIENCE = 4000; // milliseconds: on two bars of network the form that is here beats the one that is coming
  const HASHED = /\.[0-9a-f]{12}\.\w+$/;

  const wait = (delay) => new Promise((resolve) => { setTimeout(resolve, delay); });

  /** A form that the browser could not deliver: it is in the outbox, and goes from there. */
  async function deliver(request) {
    try {
      return await fetch(request);
    } catch {
      await outbox.release();
      await self.registration.sync?.register("outbox").catch(() => {});
      return Response.redirect(device, 303);
    }
  }

  async function page(request, path) {
    const coming = fetch(request);
    const kept = path === report || path.startsWith(rounds) ? await cupboard.find(path) : null;
    try {
      const first = kept ? await Promise.race([coming, wait(PATIENCE)]) : await coming;
      coming.catch(() => {}); // too late to matter
      return first ?? kept;
    } catch {
      return kept ?? (await cupboard.find(device)) ?? Response.error();
    }
  }

  /** Names that change with their content are here for good; others are asked for first. */
  async function file(request) {
    if (HASHED.test(request.url)) return (await cupboard.find(request.url)) ?? fetch(request);
    try {
      return await fetch(request);
    } catch (error) {
      const kept = await cupboard.find(request.url);
      if (kept) return kept;
      throw error;
    }
  }

  /** A round for places without a network: its page, its photos, the map around its stops. */
  async function keepRound({ address, photos, places }) {
    await cupboard.keepRound({ address, photos });
    for (const place of places) await cupboard.bring(place);
  }

  function answer(request) {
    const { origin, pathname } = new URL(request.url);
    if (origin !== self.location.origin) return null;
    if (request.mode === "navigate") {
      if (request.method === "POST" && pathname === leave) cupboard.leave();
      if (request.method === "POST") return pathname === report ? deliver(request) : null;
      return request.method === "GET" ? page(request, pathname) : null;
    }
    if (request.method !== "GET") return null;
    if (pathname.startsWith(files) || pathname.startsWith(media)) return file(request);
    return pathname.startsWith("/tuiles/fond/") || pathname === "/tuiles/style.json" ? cupboard.ground(request) : null;
  }

  self.addEventListener("install", (event) => {
    event.waitUntil(cupboard.fill().then(() => self.skipWaiting()));
  });
  self.addEventListener("activate", (event) => {
    event.waitUntil(cupboard.tidy().then(() => self.clients.claim()));
  });
  self.addEventListener("fetch", (event) => {
    const found = answer(event.request);
    if (!found) return;
    event.respondWith(found);
    const isForm = event.request.mode === "navigate" && new URL(event.request.url).pathname === report;
    if (isForm && event.request.method === "GET") event.waitUntil(found.then(cupboard.refresh).catch(() => {}));
  });
  self.addEventListener("message", (event) => {
    if (event.data?.around) event.waitUntil(cupboard.bring(event.data.around));
    if (event.data?.round) event.waitUntil(keepRound(event.data.round));
  });
  self.addEventListener("sync", (event) => {
    if (event.tag !== "outbox") return;
    // Rejected, the browser tries again later.
    event.waitUntil(outbox.flush().then((done) => { if (done === false) throw new Error("later"); }));
  });
})();
