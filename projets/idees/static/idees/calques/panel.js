// The box of tools under the map: which tool, which ink, for what use; and the two small windows that ask for more.
import { say, word } from "./words.js";

const box = document.querySelector(".tools-box");
const now = document.querySelector(".now");
const checked = (selector) => document.querySelector(selector)?.checked ?? false;

export const panel = new EventTarget(); // "tool", "undo", "redo", "veil"
let tool = "look";
let sticker = null;

export const currentTool = () => tool;
export const currentSticker = () => sticker;
export const currentInk = () => document.querySelector('[name="encre"]:checked')?.value ?? "prune";
export const currentUse = () => document.getElementById("usage")?.value ?? "";
export const isSigned = () => checked("#signer");

/** What can be done right here, beside what is said: elements, none to clear. */
export function offer(...elements) { now?.replaceChildren(...elements); }

export function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

export function link(text, href) {
  const made = document.createElement("a");
  made.className = "button idees";
  made.href = href;
  made.textContent = text;
  return made;
}

/** Take a tool in hand. */
export function take(name) {
  tool = name;
  for (const each of box.querySelectorAll("[data-tool]")) each.setAttribute("aria-pressed", String(each.dataset.tool === name));
  offer();
  say(word(name));
  panel.dispatchEvent(new CustomEvent("tool", { detail: name }));
}

export function setUndo({ canUndo, canRedo }) {
  if (!box?.querySelector("[data-undo]")) return;
  box.querySelector("[data-undo]").disabled = !canUndo;
  box.querySelector("[data-redo]").disabled = !canRedo;
}

/** Ask for a picture; resolves to { code, name }, or null. */
export function askSticker() {
  const dialog = document.querySelector(".sticker-box");
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const chosen = dialog.returnValue && dialog.querySelector(`button[value="${CSS.escape(dialog.returnValue)}"]`);
      resolve(chosen ? { code: dialog.returnValue, name: chosen.dataset.name } : null);
    }, { once: true });
  });
}

/** Ask for a few words; resolves to them, or to "". `warning` is why the same words are asked again. */
export function askWords(text = "", warning = "") {
  const dialog = document.querySelector(".word-box");
  const field = dialog.querySelector("input");
  const told = dialog.querySelector(".personal-said");
  Object.assign(told, { textContent: warning, hidden: !warning });
  field.value = text;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "oui" ? field.value.trim() : ""), { once: true });
  });
}

async function pick(name) {
  if (name !== "sticker") { take(name); return; }
  const chosen = await askSticker();
  if (!chosen) return;
  sticker = chosen;
  take("sticker");
  say(word("laying", { nom: chosen.name }));
}

/** Arrows go from tool to tool, as in every toolbar. */
function walk(event, tools) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const at = tools.indexOf(document.activeElement);
  tools[(at + step + tools.length) % tools.length].focus();
}

const isTyping = (target) => target.closest("input:not([type=range], [type=radio], [type=checkbox]), textarea, select, dialog");

function followKeys(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return;
  const key = event.key.toLowerCase();
  if (key !== "z" && key !== "y") return;
  event.preventDefault();
  panel.dispatchEvent(new Event(key === "y" || event.shiftKey ? "redo" : "undo"));
}

/** Show the box and listen to it; false where the sheet is only read. */
export function openPanel() {
  const tools = [...(box?.querySelectorAll("[data-tool]") ?? [])];
  if (!tools.length) return false;
  box.hidden = false;
  for (const each of tools) each.addEventListener("click", () => pick(each.dataset.tool));
  box.querySelector(".tools").addEventListener("keydown", (event) => walk(event, tools));
  for (const name of ["undo", "redo"]) box.querySelector(`[data-${name}]`).addEventListener("click", () => panel.dispatchEvent(new Event(name)));
  for (const each of box.querySelectorAll('[name="encre"], #usage')) each.addEventListener("change", () => panel.dispatchEvent(new Event("ink")));
  document.getElementById("voile").addEventListener("input", ({ target }) =>
    panel.dispatchEvent(new CustomEvent("veil", { detail: Number(target.value) / 100 })));
  document.querySelector(".word-box input").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return; // the first button of the window would do, and it is the right one: say so plainly
    event.preventDefault();
    document.querySelector('.word-box button[value="oui"]').click();
  });
  document.addEventListener("keydown", followKeys);
  return true;
}
