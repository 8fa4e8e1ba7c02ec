// Shortcuts of the queue, told in a dialog, silent while one types, and off in one gesture (WCAG 2.1.4).
import { toggleMap } from "./queue-map.js";

const KEPT = "bureau-raccourcis";
const SOON = 1500; // ms: how long « g » waits for its letter
const told = document.querySelector("[data-keys]");
const on = document.querySelector("[data-keys-on]");
const links = [...document.querySelectorAll(".row .title a")];
let going = 0;

const rowHere = () => document.activeElement?.closest?.(".row");

function step(by) {
  const at = links.findIndex((link) => rowHere()?.contains(link));
  const next = links[Math.min(Math.max(at + by, 0), links.length - 1)];
  next?.focus();
  next?.closest(".row").scrollIntoView({ block: "nearest" });
}

function pick() {
  rowHere()?.querySelector(".pick input").click();
}

const doing = {
  j: () => step(1),
  k: () => step(-1),
  x: pick,
  "/": () => document.querySelector("[data-search]").focus(),
  m: toggleMap,
  "?": () => told.showModal(),
  g: () => { going = Date.now(); },
};

function go(key) {
  going = 0;
  document.querySelector(`[data-letter="${CSS.escape(key)}"]`)?.click();
}

function press(event) {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], .maplibregl-canvas");
  if (!on.checked || typing || told.open || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  if (Date.now() - going < SOON && key.length === 1) go(key);
  else if (doing[key]) doing[key]();
  else return;
  event.preventDefault();
}

export function followKeys() {
  document.querySelector("[data-keys-way]").hidden = false;
  document.querySelector("[data-keys-open]").addEventListener("click", () => told.showModal());
  on.checked = localStorage.getItem(KEPT) !== "non";
  on.addEventListener("change", () => localStorage.setItem(KEPT, on.checked ? "oui" : "non"));
  document.addEventListener("keydown", press);
}
