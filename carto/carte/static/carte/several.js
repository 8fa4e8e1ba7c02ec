// Several fiches under one finger: a short list to choose from, in the shape and colour of each one's layer.
const list = document.querySelector(".several");
const signs = new Map([...document.querySelectorAll(".layer .sign")].map((sign) => [sign.dataset.layer, sign]));
const MOST = 40;
let back = null;

/** The sign of a layer, to put before a title. */
export function signOf(layer) {
  return signs.get(layer)?.cloneNode(true) ?? document.createElement("span");
}

function line(item, open) {
  const entry = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  const title = document.createElement("span");
  title.textContent = item.title;
  button.append(signOf(item.layer), title);
  button.addEventListener("click", () => { closeChoice(); open(item); });
  entry.append(button);
  return entry;
}

function link({ href, text }) {
  const entry = document.createElement("li");
  entry.append(Object.assign(document.createElement("a"), { href, textContent: text }));
  return entry;
}

/** Offers `items` (`{title, layer, …}`) at a point of the screen, and a link to `all` of them; `open(item)` gets the chosen one. */
export function choose(map, { x, y }, items, open, all = null) {
  back = map.getCanvas();
  list.replaceChildren(...items.slice(0, MOST).map((item) => line(item, open)), ...(all ? [link(all)] : []));
  list.hidden = false;
  const { clientWidth, clientHeight } = map.getContainer();
  list.style.left = `${Math.max(8, Math.min(x - 20, clientWidth - list.offsetWidth - 8))}px`;
  list.style.top = `${Math.max(8, Math.min(y + 14, clientHeight - list.offsetHeight - 110))}px`;
  list.querySelector("button, a").focus();
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
