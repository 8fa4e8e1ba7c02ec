// What the reader asks for: it lives in the form and in the address, as the server reads it (candidats/asked.py).
const PER_PAGE = 20;
const form = document.querySelector("form.asked");
const sliders = [...form.querySelectorAll('input[type="range"]')];

export const scale = () => form.elements.echelle.value;
export const page = () => Number(new URLSearchParams(location.search).get("page")) || 1;
export { PER_PAGE };

/** One weight a signal of the table, 0 for what the formula does not weigh. */
export function weightsFor(signals) {
  return signals.map((signal) => Number(form.elements[`poids_${signal}`]?.value ?? 0));
}

/** Whether a row of the table is asked for. */
export function keeper(table) {
  const theme = form.elements.theme.value;
  const quartier = Number(form.elements.quartier?.selectedOptions[0].dataset.id ?? 0);
  return ([place, about]) =>
    (!theme || table.themes[about][0] === theme) &&
    (!quartier || table.scale === "metropole" || table.places[place][3] === quartier);
}

const moved = () => sliders.filter(({ value, dataset }) => Number(value) !== Number(dataset.published));

/** The view as a query: only what differs from what is published is said. */
export function query(changes = {}) {
  const told = {
    echelle: scale(), theme: form.elements.theme.value, quartier: form.elements.quartier?.value,
    ...Object.fromEntries(moved().map(({ name, value }) => [name, String(Number(value))])), ...changes,
  };
  return new URLSearchParams(Object.entries(told).filter(([, value]) => value)).toString();
}

/** The weights alone, for the pages of candidates; with its question mark, or nothing. */
export function suffix() {
  const told = new URLSearchParams(moved().map(({ name, value }) => [name, String(Number(value))])).toString();
  return told && `?${told}`;
}

/** Writes the view into the address, its tabs, its pages and its links; `at` is the page of the list. */
export function write(at, pages) {
  const here = at > 1 ? { page: at } : {};
  history.replaceState(history.state, "", `${location.pathname}?${query(here)}`);
  for (const tab of document.querySelectorAll(".scales a")) {
    tab.search = query({ echelle: tab.dataset.scale });
    if (tab.dataset.scale === scale()) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  const nav = document.querySelector(".candidats-list .pages");
  nav.hidden = pages < 2;
  for (const [rel, step] of [["prev", -1], ["next", 1]]) {
    const link = nav.querySelector(`[rel="${rel}"]`);
    link.hidden = at + step < 1 || at + step > pages;
    link.search = query({ page: at + step });
  }
  form.querySelector(".reset").hidden = !moved().length;
}

export function setScale(name) {
  form.elements.echelle.value = name;
  const quartier = document.querySelector(".of-quartier");
  if (quartier) quartier.hidden = name === "metropole";
}

/** Eight sliders would push the map away on a phone: they wait behind their title, unless one has been moved. */
export function fold() {
  if (matchMedia("(max-width: 62rem)").matches && !moved().length) form.querySelector(".weights").open = false;
}

function tell(slider) {
  document.querySelector(`output[for="${slider.id}"]`).textContent = String(Number(slider.value)).replace(".", decimal);
}
const decimal = new Intl.NumberFormat(document.documentElement.lang).format(0.5).includes(",") ? "," : ".";

/** Back to the published weights. */
export function reset() {
  for (const slider of sliders) {
    slider.value = slider.dataset.published;
    tell(slider);
  }
}

/** Calls `weighed()` as a slider moves, `filtered()` when a filter changes, `turned(page)` and `scaled(name, zoom)`. */
export function listen({ weighed, filtered, turned, scaled }) {
  for (const slider of sliders) {
    tell(slider);
    slider.addEventListener("input", () => { tell(slider); weighed(); });
  }
  for (const select of document.querySelectorAll(".filters select")) select.addEventListener("change", filtered);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector(".reset").addEventListener("click", (event) => { event.preventDefault(); reset(); weighed(); });
  for (const link of document.querySelectorAll(".candidats-list .pages a")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      turned(Number(new URLSearchParams(link.search).get("page")));
    });
  }
  for (const tab of document.querySelectorAll(".scales a")) {
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      scaled(tab.dataset.scale, Number(tab.dataset.zoom));
    });
  }
}
