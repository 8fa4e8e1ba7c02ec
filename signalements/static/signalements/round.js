// A round on a phone: each gesture is kept on the device first, and goes by itself once there is a network; it can be
// taken back meanwhile. Fed by templates/signalements/rounds/round.html (sentences in data- attributes of [data-round]).
import "./outbox-store.js";
import { identity, keepable } from "./outbox-form.js";
import { keepAwake, wake } from "./outbox-wake.js";
import { drawStop, settle, tell, words } from "./round-stops.js";
import { offerNearest } from "./round-nearest.js";

const { outbox } = self;
const isShell = document.documentElement.hasAttribute("data-kept-page");
const round = document.querySelector("[data-round]");
const HELD = 5_200; // milliseconds: a little more than the store holds it

async function gesturesHere() {
  const all = await outbox.all("gesture").catch(() => []);
  return all.filter((gesture) => gesture.round === location.pathname);
}

/** What the device knows over what the page says: the page may be an hour old. */
async function refresh() {
  const gestures = await gesturesHere();
  const last = gestures.filter(({ state, fields }) => state !== "open" && fields.outcome !== "undo").at(-1);
  for (const stop of round.querySelectorAll("[data-stop]")) {
    const own = gestures.filter((gesture) => gesture.stop === stop.dataset.stop);
    drawStop(stop, own.at(-1), own.at(-1) && own.at(-1) === last);
  }
  settle(round, gestures.filter(({ state }) => state !== "sent" && state !== "open").length);
}

async function read(form) {
  const fields = {};
  const files = [];
  for (const [name, value] of new FormData(form)) {
    if (value instanceof File) { if (value.size) files.push(value); }
    else if (!["csrfmiddlewaretoken", "gesture"].includes(name)) fields[name] = value;
  }
  return { fields, photos: await Promise.all(files.map((file) => keepable(file, true))) };
}

/** Taken back before it left, it never was; afterwards the server is told to undo it. */
async function takeBack(stop) {
  const last = (await gesturesHere()).filter((gesture) => gesture.stop === stop && gesture.fields.outcome !== "undo").at(-1);
  if (!last || last.tried) return false;
  await outbox.remove(last.uuid);
  return true;
}

async function act(form) {
  const stop = form.closest("[data-stop]").dataset.stop;
  if (form.dataset.outcome === "undo" && (await takeBack(stop))) {
    tell(words("undo"));
    await refresh();
    return;
  }
  const { uuid } = identity();
  const address = new URL(form.action).pathname;
  const gesture = { uuid, kind: "gesture", state: "held", stop, round: location.pathname, address, created_at: Date.now() };
  try {
    await outbox.put({ ...gesture, ...(await read(form)) });
  } catch {
    tell(words("full"));
    return;
  }
  form.closest("details")?.removeAttribute("open");
  await refresh();
  document.querySelector(`#arret-${stop}`).focus({ preventScroll: true });
  setTimeout(wake, HELD);
}

function listen() {
  round.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-outcome]");
    if (!form) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    act(form).finally(() => form.removeAttribute("aria-busy"));
  });
  round.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-again], [data-drop]");
    if (!button) return;
    const refused = (await gesturesHere()).filter(({ state, stop }) => state === "open" && stop === button.closest("[data-stop]").dataset.stop);
    for (const { uuid } of refused) {
      if ("drop" in button.dataset) await outbox.remove(uuid);
      else await outbox.change(uuid, (gesture) => ({ ...gesture, state: "waiting" }));
    }
    if ("again" in button.dataset) await wake();
  });
  self.addEventListener("outbox", refresh);
}

/** A page fresh from the server says all that it has received: what was sent is forgotten here. */
async function forgetSent() {
  const sent = (await gesturesHere()).filter(({ state }) => state === "sent");
  if (sent.length) await outbox.remove(...sent.map(({ uuid }) => uuid));
}

/** Asks the worker to keep this round: the page, its photos, the map around its stops. */
async function keepRound() {
  if (!navigator.serviceWorker || navigator.connection?.saveData) return;
  const { active } = await navigator.serviceWorker.ready;
  const photos = [...round.querySelectorAll(".photo-list img")].map(({ src }) => new URL(src).pathname);
  const places = [...round.querySelectorAll("[data-stop]")].map(({ dataset }) => [Number(dataset.longitude), Number(dataset.latitude)]);
  active.postMessage({ round: { address: location.pathname, photos, places } });
  navigator.storage?.persist?.().catch(() => {});
}

async function start() {
  if (isShell) document.querySelector("[data-kept]").hidden = false;
  listen();
  offerNearest(round);
  if (!isShell) await forgetSent();
  await refresh();
  keepAwake();
  if (!isShell) keepRound();
}

if (round && window.fetch && (await outbox.all("gesture").then(() => true, () => false))) start();
