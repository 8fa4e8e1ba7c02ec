// Which part of the map is in sight: the panels lie over it, and its middle is the middle of what they leave free.
const LEFT = document.querySelector(".panel");
const TOP = document.querySelector(".top");
const GAP = 12; // px

/** The map's padding as the panels are now; `drawer` is the open drawer, if any. */
export function padding(map, drawer = null) {
  const frame = map.getContainer().getBoundingClientRect();
  const panel = LEFT.getBoundingClientRect();
  const over = drawer?.getBoundingClientRect();
  const phone = panel.width > frame.width * 0.9;
  if (phone) return { top: TOP.getBoundingClientRect().bottom, bottom: over?.height ?? Math.min(panel.height, 110), left: 0, right: 0 };
  return { top: 0, bottom: 0, left: panel.right + GAP, right: over ? over.width + GAP : 0 };
}

/** The drawer must not cover what it tells about, nor anything what reaches `reach` pixels around a place. */
export function uncover(map, drawer, lngLat, reach = 20) {
  const { x, y } = map.project(lngLat);
  const free = padding(map, drawer.element);
  const { clientWidth, clientHeight } = map.getContainer();
  const across = x > free.left + reach && x < clientWidth - free.right - reach;
  const seen = across && y > free.top + Math.max(reach, 40) && y < clientHeight - free.bottom - reach;
  if (seen) return;
  const middle = [(free.left + clientWidth - free.right) / 2, (free.top + clientHeight - free.bottom) / 2];
  map.panBy([x - middle[0], y - middle[1]]);
}

/** Starts: keeps the middle of the map in sight, here and when the window changes. */
export function followFrame(map) {
  const crosshair = document.querySelector(".crosshair");
  const settle = () => {
    map.setPadding(padding(map));
    const { x, y } = map.project(map.getCenter());
    crosshair.style.left = `${x}px`;
    crosshair.style.top = `${y}px`;
  };
  map.on("resize", settle);
  settle();
}
