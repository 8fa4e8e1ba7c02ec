// Several fiches under one finger: a short list to choose from, in the shape and colour of each one's layer.
const list = document.querySelector(".several");
const signs = new Map([...document.querySelectorAll(".layer .sign")].map((sign) => [sign.dataset.layer, sign]));
let back = null;

function line(feature, open) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  const sign = signs.get(feature.sourceLayer)?.cloneNode(true);
  const title = document.createElement("span");
  title.textContent = feature.properties.title;
  button.append(...(sign ? [sign] : []), title);
  button.addEventListener("click", () => { closeChoice(); open(feature); });
  item.append(button);
  return item;
}

/** Offers `features` at a point of the screen; `open(feature)` gets the chosen one. */
export function choose(map, { x, y }, features, open) {
  back = map.getCanvas();
  list.replaceChildren(...features.slice(0, 30).map((feature) => line(feature, open)));
  list.hidden = false;
  const { clientWidth, clientHeight } = map.getContainer();
  list.style.left = `${Math.max(8, Math.min(x - 20, clientWidth - list.offsetWidth - 8))}px`;
  list.style.top = `${Math.max(8, Math.min(y + 14, clientHeight - list.offsetHeight - 110))}px`;
  list.querySelector("button").focus();
}

export function closeChoice() {
  if (list.hidden) return;
  const inside = list.contains(document.activeElement);
  list.hidden = true;
  if (inside) back?.focus({ preventScroll: true });
}

list.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.preventDefault();
  closeChoice();
});
