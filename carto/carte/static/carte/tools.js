// Zoom, light or dark, and the link of this very view.
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

export function followTools(map) {
  const acts = { "zoom-in": () => map.zoomIn(), "zoom-out": () => map.zoomOut(), theme: toggleTheme, share };
  for (const button of document.querySelectorAll("[data-tool]")) {
    const act = acts[button.dataset.tool];
    if (act) button.addEventListener("click", () => act(button));
  }
}
