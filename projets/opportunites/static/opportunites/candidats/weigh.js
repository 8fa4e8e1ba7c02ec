// Weighs candidates as the server does (candidats/weighing.py): the same operations in the same order. No page needed.
// A table is what candidats/data.py sends; a row is [place, theme, topic, ...values], null where nothing is known.
const FIRST = 3; // where the values of a row begin

export const valuesOf = (row) => row.slice(FIRST);

/** From 0 to 1, null without data. */
export function pointsOf(value, full) {
  if (value === null) return null;
  return full ? Math.max(0, Math.min(1, value / full)) : 0;
}

/** The score of every row, out of 100; `weights` are one number a signal, in the table's order. */
export function scoresOf({ rows, full }, weights) {
  const scores = new Float64Array(rows.length);
  let total = 0;
  for (const weight of weights) total += weight;
  if (!total) return scores;
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i];
    let told = 0;
    for (let signal = 0; signal < weights.length; signal += 1) {
      const value = row[FIRST + signal];
      if (value !== null && full[signal]) told += weights[signal] * Math.max(0, Math.min(1, value / full[signal]));
    }
    scores[i] = (100 * told) / total;
  }
  return scores;
}

/** The ranks of the rows that `keep(row)` keeps, the highest score first; of equals, the one first counted. */
export function orderOf({ rows }, scores, keep = () => true) {
  const kept = [];
  for (let i = 0; i < rows.length; i += 1) if (keep(rows[i])) kept.push(i);
  return kept.sort((one, other) => scores[other] - scores[one] || one - other);
}

/** By place: the ranks of its rows, in order. What the map draws. */
export function placesOf({ rows }, order) {
  const found = new Map();
  for (const i of order) {
    const place = rows[i][0];
    if (found.has(place)) found.get(place).push(i);
    else found.set(place, [i]);
  }
  return found;
}

const grouped = new WeakMap(); // a table's groups: they hold whatever the weights are

/** Of each row, the ranks of the « territory theme » that it lies under; how each is called, how many rows it holds. */
function groupsOf(table) {
  if (grouped.has(table)) return grouped.get(table);
  const holds = new Map(table.areas.map(([id, , , parent]) => [id, parent]));
  const ranks = new Map();
  const counts = [];
  const under = table.rows.map(([place, theme]) => {
    const own = [];
    for (let area = table.places[place][3]; area; area = holds.get(area)) {
      const key = `${area} ${table.themes[theme][0]}`;
      if (!ranks.has(key)) ranks.set(key, counts.push(0) - 1);
      counts[ranks.get(key)] += 1;
      own.push(ranks.get(key));
    }
    return own;
  });
  grouped.set(table, { ranks, counts, under });
  return grouped.get(table);
}

/** What lies under: by « territory theme », how many rows of a smaller scale, and the rank of the best of them. */
export function rolledUp(table, scores) {
  const { ranks, counts, under } = groupsOf(table);
  const best = new Int32Array(counts.length).fill(-1);
  for (let i = 0; i < under.length; i += 1) {
    for (const group of under[i]) if (best[group] < 0 || scores[i] > scores[best[group]]) best[group] = i;
  }
  return new Map([...ranks].map(([key, group]) => [key, { count: counts[group], best: best[group] }]));
}
