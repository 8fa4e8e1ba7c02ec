// Marks that would lie over each other stand side by side, at every scale.
const APART = 48; // px: a thumb's target, and a little air
const STEPS = [-3, -2, -1, 0, 1, 2, 3];
// Where a mark may stand when its own place is taken: the nearest free square around it.
const AROUND = STEPS.flatMap((right) => STEPS.map((down) => [right * APART, down * APART]))
  .sort((one, other) => Math.hypot(...one) - Math.hypot(...other));

/** Gives each marker of the map the offset at which it covers none of those before it. */
export function spread(map, markers) {
  const taken = [];
  const isFree = (x, y) => taken.every((other) => Math.hypot(other.x - x, other.y - y) >= APART - 1);
  for (const marker of markers) {
    const { x, y } = map.project(marker.getLngLat());
    const [right, down] = AROUND.find(([dx, dy]) => isFree(x + dx, y + dy)) ?? [0, 0];
    taken.push({ x: x + right, y: y + down });
    marker.setOffset([right, down]);
  }
}
