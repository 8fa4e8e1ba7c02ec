// On paper: the map as it stands, its legend, and the fiches of the view. A WebGL canvas prints empty, so it is copied.
const copy = document.createElement("canvas");
copy.className = "print-map";

function freeze(map) {
  const canvas = map.getCanvas();
  map.redraw(); // now, so that what was just drawn can still be read; it may change its size
  copy.width = canvas.width;
  copy.height = canvas.height;
  copy.getContext("2d").drawImage(canvas, 0, 0);
}

function unfold() {
  for (const details of document.querySelectorAll(".legend, .in-view")) details.open = true;
}

// When and where it was printed from: on paper, that is all that leads back to it.
function sign() {
  const now = new Date().toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  document.querySelector("[data-printed-on]").textContent = now;
  document.querySelector("[data-printed-from]").textContent = decodeURI(location.href);
}

export function preparePrint(map, view) {
  copy.setAttribute("aria-hidden", "true");
  document.getElementById("carte").after(copy);
  addEventListener("beforeprint", () => { unfold(); sign(); freeze(map); });
  for (const button of document.querySelectorAll('[data-tool="print"]')) {
    button.addEventListener("click", async () => { await view.load(); print(); });
  }
}
