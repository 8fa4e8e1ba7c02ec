// « Travaux prévus ici jusqu’au … »: asked again each time the pin moves. Fed by .works-here[data-address]; the answer is
// a page’s fragment. Without it, the server says it when the form is shown again.
import { moves, spot } from "./spot.js";

const here = document.querySelector(".works-here");
const WAIT = 400; // ms
let asked = "";
let timer = 0;

async function ask() {
  const at = spot();
  const query = at ? `lon=${at.longitude.toFixed(5)}&lat=${at.latitude.toFixed(5)}` : "";
  if (query === asked) return;
  asked = query;
  const answer = query ? await fetch(`${here.dataset.address}?${query}`).catch(() => null) : null;
  if (query !== asked) return;
  const page = answer?.status === 200 ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  if (query !== asked) return;
  if ((page?.body.textContent ?? "").trim() !== here.textContent.trim()) here.replaceChildren(...(page?.body.childNodes ?? []));
}

if (here) {
  moves.addEventListener("move", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
}
