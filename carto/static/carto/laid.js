// How a sticker looks once it is laid: as wide as its size says, turned, and smaller where the map shows more of the city.
const SIDE = 58; // px: the usual size, seen from where one reads the names of streets
const READING = 17; // the zoom of that

/** How much larger or smaller than usual stickers are drawn at a zoom: a composition keeps its look, and stays in sight. */
const factor = (zoom) => Math.min(1.3, Math.max(0.6, 2 ** (zoom - READING)));

/** Gives the drawing its size (percent), its angle (degrees, clockwise) and the zoom's factor. */
export function dress(drawing, { angle, size }, zoom) {
  const side = `${((SIDE * size) / 100) * factor(zoom)}px`;
  drawing.style.width = side;
  drawing.style.height = side;
  drawing.style.rotate = `${angle}deg`;
}
