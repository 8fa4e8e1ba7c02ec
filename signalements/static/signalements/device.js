// « Sur cet appareil »: the lists, and the button that forgets them all. Also shown in place of a page that the network
// does not bring.
import "./outbox-store.js";
import { watchLists } from "./outbox-list.js";
import { keepAwake } from "./outbox-wake.js";

const offline = document.querySelector(".offline");
const forget = document.querySelector("[data-forget]");
const some = document.querySelector("[data-some]");

function tell() {
  offline.hidden = navigator.onLine && location.pathname === offline.dataset.here;
}

/** Nothing to forget, nothing to offer. */
async function offer() {
  some.hidden = (await self.outbox.all().catch(() => [])).length === 0;
}

forget.addEventListener("click", async () => {
  if (!confirm(forget.dataset.sure)) return;
  const reports = await self.outbox.all();
  await self.outbox.remove(...reports.map(({ uuid }) => uuid));
});
self.addEventListener("outbox", offer);
self.addEventListener("online", tell);
self.addEventListener("offline", tell);
tell();
await self.outbox.release().catch(() => {}); // nothing is being sent from this page: what a form left here goes now
await watchLists();
await offer();
keepAwake();
