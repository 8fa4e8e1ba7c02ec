// The report form on a device: what is about to be sent is kept first, so that neither a closed tab nor a lost network
// loses it. With a network the browser then sends the form itself, as it does without JavaScript; without one, the report
// waits here and goes by itself.
import "./outbox-store.js";
import { fillForm, readForm } from "./outbox-form.js";
import { watchLists } from "./outbox-list.js";
import { keepAwake, reachable, wake } from "./outbox-wake.js";

const { outbox } = self;
const form = document.querySelector(".add form[enctype]");
const notice = document.querySelector(".outbox-notice");
const isShell = document.documentElement.hasAttribute("data-kept-page"); // written by the worker on the page it keeps
let passing = false;
let busy = false;

function say(name) {
  const told = notice.querySelector(`[data-say="${name}"]`);
  for (const each of notice.children) each.hidden = each !== told;
  notice.hidden = false;
  notice.focus();
}

/** Brings the tiles around a place onto the device, for the next time without a network. */
function bringMap() {
  const [lon, lat] = ["longitude", "latitude"].map((name) => Number(form.elements[name]?.value));
  if (lon && lat && !navigator.connection?.saveData) navigator.serviceWorker?.controller?.postMessage({ around: [lon, lat] });
}

/** Keeps the report; false when the device has no room for it. */
async function keep(report) {
  try {
    await outbox.put(report);
    navigator.storage?.persist?.().catch(() => {});
    return true;
  } catch {
    return false;
  }
}

async function send(submitter) {
  const known = await outbox.get(form.elements.uuid.value).catch(() => null);
  const report = { ...(await readForm(form, known)), state: "handed", handed_at: Date.now() };
  const isKept = await keep(report);
  bringMap();
  if (!isShell && (await reachable())) {
    passing = true;
    form.requestSubmit(submitter);
    return;
  }
  if (!isKept) {
    say("full");
    return;
  }
  await outbox.change(report.uuid, (waiting) => ({ ...waiting, state: "waiting" }));
  form.hidden = true;
  say("kept");
  await wake();
  const after = await outbox.get(report.uuid);
  if (after?.state === "sent") location.assign(`${after.follow}?merci=1`);
  if (after?.state === "open") say("open");
}

/** A button with a name or an address of its own is a step of the form: not what sends the report. */
function isStep(submitter) {
  return Boolean(submitter?.name || submitter?.hasAttribute("formaction"));
}

function listen() {
  form.addEventListener("submit", (event) => {
    if (passing || event.defaultPrevented || isStep(event.submitter)) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    form.setAttribute("aria-busy", "true");
    send(event.submitter).finally(() => { busy = false; form.removeAttribute("aria-busy"); });
  });
  self.addEventListener("pageshow", () => { passing = false; });
}

/** Came back with something to complete: the form shows it, this device leaves it to the person. Or asked for again. */
async function resume() {
  await outbox.change(form.elements.uuid.value, (report) =>
    (report.state === "handed" ? { ...report, state: "open" } : report));
  const asked = new URLSearchParams(location.search).get("reprendre");
  const report = asked && (await outbox.get(asked));
  if (report?.state !== "open") return;
  fillForm(form, report);
  const { uuid, secret } = form.elements;
  await outbox.put({ ...report, uuid: uuid.value, secret: secret.value, photos: report.photos.map(again) });
  await outbox.remove(asked);
  history.replaceState(null, "", location.pathname);
}

/** The photo is in the form again, and will be read from there: what is kept until then is not sent twice. */
const again = (photo) => ({ ...photo, done: false, again: true });

async function start() {
  listen();
  if (await outbox.all().then(() => true, () => false)) await resume();
  await watchLists(() => (form.hidden ? "" : form.elements.uuid.value));
  keepAwake();
}

if (form && notice && window.fetch && "requestSubmit" in form) start();
