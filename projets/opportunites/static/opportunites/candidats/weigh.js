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

/** What lies under: by « territory theme », how many rows of a smaller scale, and the rank of the best of them. */
export function rolledUp(table, scores) {
  const holds = new Map(table.areas.map(([id, , , parent]) => [id, parent]));
  const found = new Map();
  for (const i of orderOf(table, scores)) {
    const [place, theme] = table.rows[i];
    for (let area = table.places[place][3]; area; area = holds.get(area)) {
      const key = `${area} ${table.themes[theme][0]}`;
      const told = found.get(key);
      if (told) told.count += 1;
      else found.set(key, { count: 1, best: i });
    }
  }
  return found;
}
