// Where the fiche will lie: one place for the map, the list of what is near, the photos and the address field to say it.
// Fed by templates/fiches/_place.html (data- attributes of .place-said). Works without a map.
const said = document.querySelector(".place-said");
export const field = (name) => document.querySelector(`form [name="${name}"]`);
export const moves = new EventTarget(); // "move": {longitude, latitude, metres, by}; "objects": the choices drawn; "map": it is open

let asked = 0;
let last = null; // the move that put the pin there

/** The same words are not written twice: they would be read aloud again. */
export const say = (text) => { if (said.textContent !== text) said.textContent = text; };
export const words = (name) => said.dataset[name];

/** The place said so far, or null. */
export function spot() {
  const [longitude, latitude] = [Number(field("longitude").value), Number(field("latitude").value)];
  return field("longitude").value && Number.isFinite(longitude + latitude) ? { longitude, latitude } : null;
}

/** Whether a photo may place the pin: what a hand, words or a link said counts for more; where the device is, for less. */
export const open = () => !spot() || last?.by === "device";

/** The last move: a map that opens late follows it too. */
export const latest = () => last;

/** Say the name of the place under the pin, and how sure the device is of it. */
export async function tell({ longitude, latitude, metres = 0, by = "" }) {
  const turn = ++asked;
  const answer = await fetch(`${words("here")}?lon=${longitude.toFixed(6)}&lat=${latitude.toFixed(6)}`).catch(() => null);
  if (turn !== asked || !answer) return;
  const body = await answer.json();
  const near = metres ? `, ${words("near").replace("{m}", metres)}` : "";
  say(answer.ok ? `${words(by === "photo" ? "photo" : "placed")} ${body.nom || words("nowhere")}${near}` : body.detail);
}

/**
 * Put the pin there. `by` says what did it: hand, device, photo, words or choice; `metres` how sure a device is.
 * The words of the address field stay when they are what was followed; sent with `held`, so that words typed later count.
 */
export function put({ longitude, latitude, metres = "", osm = "", by }) {
  field("longitude").value = longitude.toFixed(7);
  field("latitude").value = latitude.toFixed(7);
  field("precision").value = metres;
  field("osm_id").value = osm;
  if (by !== "words") field("adresse").value = "";
  field("held").value = `lu:${field("adresse").value.trim()}`;
  const move = { longitude, latitude, metres, by };
  last = move;
  if (by !== "choice") tell(move);
  moves.dispatchEvent(new CustomEvent("move", { detail: move }));
}

/** Where the device is, put under the pin; resolves to the place, or to null when it does not say. */
export function locate() {
  say(words("locating"));
  return new Promise((resolve) => {
    const refused = () => { say(words("refused")); resolve(null); };
    if (!navigator.geolocation) return refused();
    return navigator.geolocation.getCurrentPosition(({ coords }) => {
      const { longitude, latitude } = coords;
      const metres = Math.round(coords.accuracy);
      put({ longitude, latitude, metres, by: "device" });
      resolve({ longitude, latitude, metres });
    }, refused, { enableHighAccuracy: true, timeout: 10000 });
  });
}
