// Sends what waits at the right moments: now, when the network is back, when the page is looked at again; and asks the
// browser to do so once the page is closed, where it can (Background Sync).
import "./outbox-store.js";
import "./outbox-upload.js";
import "./outbox-gesture.js";
import "./outbox-send.js";

const SHORTEST = 4_000; // milliseconds between two tries while the server does not answer
const LONGEST = 300_000;
let pause = SHORTEST;
let timer = 0;

async function register() {
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.sync?.register("outbox").catch(() => {}); // refused in private windows
}

/** Sends all that waits, and tries again later by itself while some is left. */
export async function wake() {
  clearTimeout(timer);
  const reports = await self.outbox.everything().catch(() => []); // a browser may forbid its own store
  const left = reports.filter(({ state }) => ["waiting", "handed", "held"].includes(state));
  if (!left.length) return;
  const done = await self.outbox.flush();
  if (done === false) {
    register();
    pause = Math.min(pause * 2, LONGEST);
  } else pause = SHORTEST;
  const isLeft = done !== true || left.some(({ state }) => state !== "waiting");
  if (isLeft) timer = setTimeout(wake, pause);
}

/** Whether our own server is at the other end now; a page that is open says nothing of that. */
export async function reachable() {
  if (navigator.onLine === false) return false;
  const answer = await fetch("/sw.js", { cache: "no-store", signal: AbortSignal.timeout?.(4000) })
    .catch(() => null);
  return Boolean(answer?.ok && answer.headers.get("Content-Type")?.startsWith("text/javascript"));
}

/** Listens for the right moments; the worker, which keeps the pages at hand, is installed once the page has been read. */
export function keepAwake() {
  self.addEventListener("online", () => { pause = SHORTEST; wake(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) wake(); });
  wake();
  const install = () => navigator.serviceWorker?.register("/sw.js").catch(() => {}); // a private window may refuse
  if (document.readyState === "complete") setTimeout(install, 1000);
  else self.addEventListener("load", () => setTimeout(install, 1000));
}
