// The desk's shortcuts: a letter does what the element that bears it (data-key) does. Off in one gesture (WCAG 2.1.4).
const KEPT = "moderation-raccourcis";
const told = document.querySelector(".keys");
const active = document.getElementById("raccourcis");
const links = [...document.querySelectorAll("[data-items] a")];

function step(by) {
  const at = links.indexOf(document.activeElement);
  links[Math.min(Math.max(at + by, 0), links.length - 1)]?.focus();
}

function act(target) {
  if (!(target instanceof HTMLDetailsElement)) return target.click();
  target.open = true;
  return target.querySelector("select, input:not([type=hidden]), textarea")?.focus();
}

function press(event) {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (!active?.checked || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (target) act(target);
  else if (links.length && (key === "j" || key === "k")) step(key === "j" ? 1 : -1);
  else return;
  event.preventDefault();
}

if (told) {
  told.hidden = false;
  active.checked = localStorage.getItem(KEPT) !== "non";
  active.addEventListener("change", () => localStorage.setItem(KEPT, active.checked ? "oui" : "non"));
}
document.addEventListener("keydown", press);
