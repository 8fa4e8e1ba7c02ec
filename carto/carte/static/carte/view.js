// The fiches of this view, told beside the map: what the eye sees there, the keyboard and the screen reader find here.
const details = document.querySelector(".in-view");
const seen = details.querySelector(".seen");
const WAIT = 350; // ms after the last move

const visible = () => details.open && details.offsetParent !== null;

/** Starts; gives `refresh(said)`, which keeps the filters and asks again, and `load()`, which resolves once it is there. */
export function followView(map) {
  let filters = {};
  let timer = 0;
  let turn = 0;

  async function load() {
    const mine = ++turn;
    const [[west, south], [east, north]] = map.getBounds().toArray();
    const cadre = [west, south, east, north].map((degrees) => degrees.toFixed(5)).join(",");
    const query = new URLSearchParams(Object.entries({ ...filters, cadre, fragment: 1 }).filter(([, value]) => value));
    const answer = await fetch(`${details.dataset.lines}?${query}`).catch(() => null);
    if (!answer?.ok || mine !== turn) return;
    seen.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes);
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(() => { if (visible()) load(); }, WAIT);
  }

  map.on("moveend", later);
  details.addEventListener("toggle", later);
  document.querySelector(".grabber").addEventListener("click", later);
  return { load, refresh(said) { filters = said; later(); } };
}
