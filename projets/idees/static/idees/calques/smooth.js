// What a trembling finger meant: first the points that say nothing go, then the corners are rounded a little.
// Pure. The result is never further than `tolerance` metres from what was drawn, nor the drawing from it (Hausdorff):
// half of it is spent on each step (tests/projets/calques/test_smoothing_keeps_what_was_meant.py).
const METRES_PER_DEGREE = 111_320;

/** A plane in metres around these positions: exact enough for the size of a sheet. */
function plane([[longitude, latitude]]) {
  const wide = METRES_PER_DEGREE * Math.cos((latitude * Math.PI) / 180);
  return {
    flat: ([x, y]) => [(x - longitude) * wide, (y - latitude) * METRES_PER_DEGREE],
    round: ([x, y]) => [longitude + x / wide, latitude + y / METRES_PER_DEGREE],
  };
}

const distance = ([ax, ay], [bx, by]) => Math.hypot(bx - ax, by - ay);

/** How far a point is from a segment (not from its line: a hand that turns back is not forgotten). */
function fromSegment(point, one, other) {
  const [dx, dy] = [other[0] - one[0], other[1] - one[1]];
  const along = ((point[0] - one[0]) * dx + (point[1] - one[1]) * dy) / (dx * dx + dy * dy || 1);
  const t = Math.max(0, Math.min(1, along));
  return distance(point, [one[0] + t * dx, one[1] + t * dy]);
}

/** Ramer–Douglas–Peucker without recursion: a line of ten thousand points does not fill the stack. */
function simplified(points, tolerance) {
  const kept = new Set([0, points.length - 1]);
  const spans = [[0, points.length - 1]];
  while (spans.length) {
    const [first, last] = spans.pop();
    let worst = tolerance;
    let at = -1;
    for (let rank = first + 1; rank < last; rank += 1) {
      const far = fromSegment(points[rank], points[first], points[last]);
      if (far > worst) [worst, at] = [far, rank];
    }
    if (at < 0) continue;
    kept.add(at);
    spans.push([first, at], [at, last]);
  }
  return points.filter((_point, rank) => kept.has(rank));
}

/** A point on the way from `corner` to `next`, `reach` metres away at most, and never past a quarter of the way. */
function towards(corner, next, reach) {
  const long = distance(corner, next);
  const share = long ? Math.min(reach / long, 0.25) : 0;
  return [corner[0] + (next[0] - corner[0]) * share, corner[1] + (next[1] - corner[1]) * share];
}

/** One turn of Chaikin: each corner is cut, by `reach` metres at most. The ends of a line stay where they are. */
function rounded(points, reach, closed) {
  const many = points.length;
  const cut = (rank) => [
    towards(points[rank], points[(rank + many - 1) % many], reach),
    towards(points[rank], points[(rank + 1) % many], reach),
  ];
  return points.flatMap((point, rank) => (!closed && (rank === 0 || rank === many - 1) ? [point] : cut(rank)));
}

function soften(points, tolerance, closed) {
  return rounded(rounded(points, tolerance / 4, closed), tolerance / 4, closed);
}

/** A line of [longitude, latitude], smoothed within `tolerance` metres. */
export function smoothLine(coordinates, tolerance) {
  if (coordinates.length < 3) return coordinates;
  const { flat, round } = plane(coordinates);
  const kept = simplified(coordinates.map(flat), tolerance / 2);
  return soften(kept, tolerance, false).map(round);
}

/** A closed ring (its last position is its first): cut where it is furthest from its start, and smoothed as two lines. */
export function smoothRing(coordinates, tolerance) {
  if (coordinates.length < 5) return coordinates;
  const { flat, round } = plane(coordinates);
  const points = coordinates.map(flat);
  const far = points.reduce((best, point, rank) => (distance(point, points[0]) > distance(points[best], points[0]) ? rank : best), 0);
  const halves = [points.slice(0, far + 1), points.slice(far)].map((half) => simplified(half, tolerance / 2));
  const ring = [...halves[0], ...halves[1].slice(1, -1)];
  if (ring.length < 3) return coordinates;
  const soft = soften(ring, tolerance, true);
  return [...soft, soft[0]].map(round);
}

/** How many metres a pixel covers, at a zoom and a latitude. */
export function metresPerPixel(zoom, latitude) {
  return (40_075_016 * Math.cos((latitude * Math.PI) / 180)) / (512 * 2 ** zoom);
}
