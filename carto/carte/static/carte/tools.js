// Zoom, light or dark, the link of this very view, and that of the page that follows its middle.
import { toggleTheme } from "../carto/themes.js";
import { say } from "./said.js";

async function share({ dataset }) {
  const link = location.href;
  try {
    if (navigator.share && matchMedia("(pointer: coarse)").matches) await navigator.share({ url: link, title: document.title });
    else { await navigator.clipboard.writeText(link); say(dataset.done); }
  } catch (error) {
    if (error.name !== "AbortError") say(dataset.failed);
  }
}

/** What the eye has in the middle is what one wants to follow: half of what is seen, within the page's own limits. */
function followMiddle(map, link) {
  const { pathname } = link;
  const write = () => {
    const { lng, lat } = map.getCenter();
    const high = (map.getBounds().getNorth() - map.getBounds().getSouth()) * 111_320;
    const rayon = Math.min(3000, Math.max(100, Math.round(high / 400) * 100));
    link.href = `${pathname}?lat=${lat.toFixed(6)}&lon=${lng.toFixed(6)}&rayon=${rayon}`;
  };
  map.on("moveend", write);
  write();
}

export function followTools(map) {
  followMiddle(map, document.querySelector("[data-follow]"));
  const acts = { "zoom-in": () => map.zoomIn(), "zoom-out": () => map.zoomOut(), theme: toggleTheme, share };
  for (const button of document.querySelectorAll("[data-tool]")) {
    const act = acts[button.dataset.tool];
    if (act) button.addEventListener("click", () => act(button));
  }
}
