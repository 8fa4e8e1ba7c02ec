// « Me prévenir sur cet appareil »: subscribes this browser to one fiche, or to a place, without identity.
// Fed by templates/alertes/_follow.html and _follow_place.html; hidden where the browser has no push.
const box = document.querySelector(".suivre .push");
const button = box.querySelector("button");
const said = box.querySelector(".said");
const remembered = box.dataset.fiche && `suivi:${box.dataset.fiche}`; // a place may be followed again, for other things

/** base64url, as the server tells its key, to bytes. */
function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

async function worker() {
  const there = await navigator.serviceWorker.getRegistration("/");
  if (!there) await navigator.serviceWorker.register(box.dataset.worker, { scope: "/" });
  return navigator.serviceWorker.ready;
}

/** This browser's address at its push service; made again when it was made for another key of ours. */
async function subscription() {
  const { pushManager } = await worker();
  const asked = { userVisibleOnly: true, applicationServerKey: bytes(box.dataset.key) };
  try {
    return await pushManager.subscribe(asked);
  } catch (error) {
    const old = error.name === "InvalidStateError" && (await pushManager.getSubscription());
    if (!old) throw error;
    await old.unsubscribe();
    return pushManager.subscribe(asked);
  }
}

async function follow() {
  const form = new FormData(box.closest("form"));
  form.set("souscription", JSON.stringify(await subscription()));
  const answer = await fetch(box.dataset.url, { method: "POST", body: form, headers: { Accept: "application/json" } });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.title);
  if (remembered) localStorage.setItem(remembered, told.regler);
  followed(told.regler);
}

/** Say it, with the way to manage it. */
function followed(address) {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = box.dataset.manage;
  said.replaceChildren(`${box.dataset.done} `, link);
  button.hidden = true;
  button.nextElementSibling.hidden = true;
}

async function ask() {
  button.disabled = true;
  try {
    if ((await Notification.requestPermission()) === "granted") await follow();
    else said.textContent = box.dataset.refused;
  } catch {
    said.textContent = box.dataset.failed;
  }
  button.disabled = false;
}

if ("serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
  box.hidden = false;
  button.addEventListener("click", ask);
  const address = remembered && localStorage.getItem(remembered);
  if (address) followed(address);
}
