// Draws the lines of the list from the page's own templates, which the server fills in likewise (_line.html).
import { pointsOf, valuesOf } from "./weigh.js";
import { labelOf, number, rollSaid, say, valueSaid } from "./words.js";

const line = document.getElementById("ligne").content.firstElementChild;
const signal = document.getElementById("signal").content.firstElementChild;

/** Text into the first element that fits; an empty one is hidden when `hides`. */
function put(root, selector, text, hides = false) {
  const element = root.querySelector(selector);
  element.textContent = text;
  if (hides) element.hidden = !text;
}

const slug = (key) => key.toLowerCase().replace(/[^\w\s-]/g, "").trim().replace(/[-\s]+/g, "-");

/** « rue/44109-rue/voirie » of the row of that rank: its address under the list's. */
export function keyOf(table, i) {
  const [place, theme] = table.rows[i];
  return `${table.scale}/${encodeURIComponent(table.places[place][1])}/${table.themes[theme][0]}`;
}

export const nameOf = (table, i) => table.places[table.rows[i][0]][2] || say("everywhere");
export const themeOf = (table, i) => table.themes[table.rows[i][1]][1];
export const idOf = (table, i) => slug(decodeURIComponent(keyOf(table, i)));

function barOf(name, value, full) {
  const bar = signal.cloneNode(true);
  put(bar, ".label", labelOf(name));
  bar.querySelector(".fill").setAttribute("width", (100 * pointsOf(value, full)).toFixed(1));
  put(bar, ".amount", valueSaid(name, value));
  return bar;
}

function fillSignals(element, table, row) {
  const values = valuesOf(row);
  const known = table.signals.flatMap((name, i) => (values[i] === null ? [] : [barOf(name, values[i], table.full[i])]));
  element.querySelector(".signals").replaceChildren(...known);
  const unknown = table.signals.filter((name, i) => values[i] === null).map((name) => labelOf(name).toLowerCase());
  put(element, ".unknown", unknown.length ? say("unknown", { labels: unknown.join(", ") }) : "", true);
}

function fillTopic(element, topic) {
  const link = element.querySelector(".topic");
  link.hidden = !topic;
  if (!topic) return;
  link.querySelector(".title").textContent = topic[0];
  link.href = topic[1];
}

/** « 12 rues… · 3 quartiers… » of what lies under a place and a theme; `below` holds { table, scores, rolls }. */
function rollsSaid(table, row, below) {
  const key = `${table.places[row[0]][0]} ${table.themes[row[1]][0]}`;
  return below.flatMap(({ table: small, scores, rolls }) => {
    const told = rolls.get(key);
    return told ? [rollSaid(small.scale, told.count, nameOf(small, told.best), scores[told.best])] : [];
  });
}

/** One line: the row of rank `i` in its table, `rank`th of the order. */
export function lineOf({ table, scores, areas, below, pages, suffix }, i, rank) {
  const element = line.cloneNode(true);
  const row = table.rows[i];
  const key = keyOf(table, i);
  element.id = idOf(table, i);
  element.dataset.key = decodeURIComponent(key);
  put(element, ".rank", String(rank));
  put(element, ".where", nameOf(table, i));
  put(element, ".theme", themeOf(table, i));
  put(element, ".within", (table.scale === "rue" && areas.get(table.places[row[0]][3])) || "");
  element.querySelector("h3 a").href = `${pages}${key}/${suffix}`;
  fillTopic(element, table.topics[row[2]]);
  put(element, ".asleep", table.topics[row[2]]?.[2] ?? "", true);
  fillSignals(element, table, row);
  put(element, ".rolls", rollsSaid(table, row, below).join(" · "), true);
  put(element, ".score strong", number(scores[i]));
  return element;
}
