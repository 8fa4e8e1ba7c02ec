// The search field as a combobox (ARIA 1.2): answers while one types, arrows, Enter, Escape. Without it, a plain form.
import { Marker } from "maplibre-gl";

const form = document.querySelector("form.search");
const input = form.querySelector("input");
const list = form.querySelector('[role="listbox"]');
const told = form.querySelector('[role="status"]');
const WAIT = 180; // ms
const ON_THE_MAP = new Set(["adresse", "rue", "lieu", "territoire", "fiche"]); // the rest is read on its own page

function option(hit, i) {
  const item = document.createElement("div");
  item.id = `reponse-${i}`;
  item.role = "option";
  item.ariaSelected = "false";
  const words = document.createElement("span");
  const label = document.createElement("strong");
  const detail = document.createElement("small");
  label.textContent = hit.label;
  detail.textContent = hit.detail ?? "";
  words.append(label, detail);
  item.append(words);
  return item;
}

// The answers under the plain word of what they are; those of one group come one after the other.
function grouped(hits, options) {
  const groups = [];
  hits.forEach((hit, i) => {
    if (!i || hit.group !== hits[i - 1].group) {
      const group = Object.assign(document.createElement("div"), { role: "group", ariaLabel: hit.group });
      group.append(Object.assign(document.createElement("span"), { className: "group", ariaHidden: "true", textContent: hit.group }));
      groups.push(group);
    }
    groups.at(-1).append(options[i]);
  });
  return groups;
}

function go(map, pins, marker, hit) {
  if (hit.url && !ON_THE_MAP.has(hit.kind)) return location.assign(hit.url);
  const [west, south, east, north] = hit.bbox ?? [];
  if (hit.bbox) map.fitBounds([[west, south], [east, north]], { padding: 90, maxZoom: 17 });
  else map.flyTo({ center: [hit.longitude, hit.latitude], zoom: Math.max(map.getZoom(), 16.5) });
  const uuid = hit.kind === "fiche" && hit.url?.match(/[0-9a-f-]{36}/)?.[0];
  if (uuid) { marker.remove(); pins.open(uuid); }
  else marker.setLngLat([hit.longitude, hit.latitude]).addTo(map);
  return undefined;
}

export function followSearch(map, pins) {
  const mark = document.createElement("span");
  mark.className = "here";
  const marker = new Marker({ element: mark });
  let hits = [];
  let options = [];
  let current = -1;
  let timer = 0;
  let turn = 0;

  function close() {
    list.hidden = true;
    current = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function pick(i) {
    current = i;
    options.forEach((item, n) => { item.ariaSelected = String(n === i); });
    if (i < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", `reponse-${i}`);
    return options[i].scrollIntoView({ block: "nearest" });
  }

  function show(answer) {
    hits = answer;
    options = hits.map(option);
    list.replaceChildren(...grouped(hits, options));
    told.textContent = hits.length ? form.dataset.found.replace("{n}", hits.length) : form.dataset.none;
    if (!hits.length) list.append(Object.assign(document.createElement("p"), { className: "empty", textContent: form.dataset.none }));
    list.hidden = false;
    input.setAttribute("aria-expanded", String(hits.length > 0));
    pick(-1);
  }

  function accept(i) {
    const hit = hits[i];
    close();
    input.value = hit.label;
    input.blur();
    map.getCanvas().focus({ preventScroll: true });
    go(map, pins, marker, hit);
  }

  async function ask() {
    const mine = ++turn;
    const words = input.value.trim();
    if (words.length < 2) return close();
    const { lng, lat } = map.getCenter();
    const query = new URLSearchParams({ q: words, lat: lat.toFixed(5), lon: lng.toFixed(5) });
    const answer = await fetch(`${form.dataset.search}?${query}`).catch(() => null);
    if (mine !== turn) return undefined;
    if (!answer?.ok) { told.textContent = form.dataset.failed; return undefined; }
    return show((await answer.json()).resultats);
  }

  const keys = {
    ArrowDown: () => pick(Math.min(current + 1, hits.length - 1)),
    ArrowUp: () => pick(Math.max(current - 1, -1)),
    Escape: () => (list.hidden ? (input.value = "") : close()),
  };
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) {
    input.setAttribute(name, value);
  }
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  input.addEventListener("keydown", (event) => {
    if (!keys[event.key] || (event.key !== "Escape" && list.hidden)) return;
    event.preventDefault();
    keys[event.key]();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (list.hidden || !hits.length) { clearTimeout(timer); await ask(); }
    if (hits.length) accept(Math.max(current, 0));
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus in the field
  list.addEventListener("click", ({ target }) => { const item = target.closest('[role="option"]'); if (item) accept(options.indexOf(item)); });
  input.addEventListener("blur", close);
}
