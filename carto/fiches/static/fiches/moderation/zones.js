// One gesture to blur: drag a rectangle with the mouse or a finger, tap a zone to take it off or put it back.
// The form's checkboxes are what is sent; the drawing only follows them.
const SVG = "http://www.w3.org/2000/svg";
const SLIP = 6; // CSS pixels: less is a tap
const drawing = document.querySelector(".frame .zones");
const list = document.querySelector(".zone-list ol");

/** Where the pointer is, as shares of the picture. */
function share(event) {
  const box = drawing.getBoundingClientRect();
  const within = (value) => Math.min(Math.max(value, 0), 1);
  return { x: within((event.clientX - box.left) / box.width), y: within((event.clientY - box.top) / box.height) };
}

/** The rectangle between two corners: [left, top, width, height], shares. */
function between(a, b) {
  return [Math.min(a.x, b.x), Math.min(a.y, b.y), Math.abs(a.x - b.x), Math.abs(a.y - b.y)];
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function place(rect, [left, top, width, height]) {
  const { width: wide, height: high } = drawing.viewBox.baseVal;
  const box = { x: left * wide, y: top * high, width: width * wide, height: height * high };
  for (const [key, value] of Object.entries(box)) rect.setAttribute(key, value);
}

/** A new zone: its rectangle with its number, and its checkbox, ticked. */
function add(zone) {
  const rank = list.children.length + 1;
  const group = element("g", { "data-zone": zone.map((part) => part.toFixed(4)).join(",") });
  const rect = element("rect", {});
  place(rect, zone);
  const text = element("text", { x: rect.getAttribute("x"), y: rect.getAttribute("y"), dx: ".25em", dy: "1em", "font-size": drawing.dataset.text });
  text.textContent = rank;
  group.append(rect, text);
  drawing.append(group);
  const item = document.createElement("li");
  const label = document.createElement("label");
  const box = document.createElement("input");
  label.className = "choice";
  Object.assign(box, { type: "checkbox", name: "zone", value: group.dataset.zone, checked: true });
  label.append(box, ` ${list.dataset.word.replace("{n}", rank)}`);
  item.append(label);
  list.append(item);
}

const boxOf = (group) => [...list.querySelectorAll("input")].find((box) => box.value === group.dataset.zone);

/** Draw what the checkboxes say. */
function follow() {
  for (const group of drawing.children) group.classList.toggle("off", !boxOf(group)?.checked);
}

function light(event, on) {
  const box = event.target.closest("li")?.querySelector("input");
  for (const group of drawing.children) group.classList.toggle("lit", on && group.dataset.zone === box?.value);
}

function draw(event) {
  if (event.button !== 0 || !event.isPrimary) return;
  const start = share(event);
  const listening = new AbortController();
  const ghost = element("rect", { class: "ghost" });
  const moved = (later) => Math.hypot(later.clientX - event.clientX, later.clientY - event.clientY) > SLIP;
  const move = (later) => place(ghost, between(start, share(later)));
  const end = (later) => {
    listening.abort();
    ghost.remove();
    if (later.type === "pointercancel") return;
    if (moved(later)) add(between(start, share(later)).map((part) => Math.max(part, 0.005)));
    else tap(document.elementFromPoint(later.clientX, later.clientY)?.closest("g"));
  };
  drawing.append(ghost);
  drawing.setPointerCapture(event.pointerId);
  const { signal } = listening;
  drawing.addEventListener("pointermove", move, { signal });
  for (const name of ["pointerup", "pointercancel"]) drawing.addEventListener(name, end, { signal });
  event.preventDefault();
}

function tap(group) {
  const box = group && boxOf(group);
  if (box && !box.disabled) box.checked = !box.checked;
  follow();
}

if (drawing) {
  drawing.classList.add("drawing");
  document.querySelector(".gesture").hidden = false;
  drawing.addEventListener("pointerdown", draw);
  list.addEventListener("change", follow);
  list.addEventListener("pointerover", (event) => light(event, true));
  list.addEventListener("focusin", (event) => light(event, true));
  for (const name of ["pointerout", "focusout"]) list.addEventListener(name, (event) => light(event, false));
}
