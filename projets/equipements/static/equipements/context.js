// « Ce que cela coûte ailleurs » while one lays a sticker: asked once the place and the sticker are known, and again
// when they change. Fed by .elsewhere-here[data-address]; the answer is a page’s fragment. Without it, a step of the form.
import { moves } from "../fiches/spot.js";

const here = document.querySelector(".elsewhere-here");
const form = here?.closest("form");
const WAIT = 400; // ms
let asked = "";
let timer = 0;

function question() {
  const sticker = form.querySelector('[name="autocollant"]:checked, [name="autocollant"][type="hidden"]')?.value;
  const [lon, lat] = ["longitude", "latitude"].map((name) => form.querySelector(`[name="${name}"]`)?.value);
  return sticker && lon && lat ? String(new URLSearchParams({ autocollant: sticker, lon, lat })) : "";
}

async function ask() {
  const query = question();
  if (query === asked) return;
  asked = query;
  const answer = query ? await fetch(`${here.dataset.address}?${query}`).catch(() => null) : null;
  if (query !== asked) return;
  const page = answer?.status === 200 ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  if (query === asked) here.replaceChildren(...(page?.body.childNodes ?? []));
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT);
}

if (form) {
  document.querySelector(".elsewhere-step")?.setAttribute("hidden", "");
  form.addEventListener("change", later);
  form.addEventListener("input", later);
  moves.addEventListener("move", later); // the pin writes hidden fields, which tell nobody
  later();
}
