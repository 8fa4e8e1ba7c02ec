// Draws the images that the style asks for: `pin-<layer>-<icon>`, `pin-<layer>` and `maki:<icon>`. Shape and colour both
// say the layer, so that colour is never the only sign. Drawn here: no sprite to make, and sharp on every screen.
import { currentTheme } from "./themes.js";
import { settings } from "./settings.js";

const SIDE = 34; // px: the box of a pin, shadow included
const DROP = 39; // px: the height of a drop, whose tip is at the bottom
const BODY = 12.5; // px: a pin's half width
const GLYPH = 15; // px: the side of a Maki icon
const BADGE = 19; // px: the side of a badge of the base map
const NAME = /^pin-([a-z]+)(?:-(.+))?$/;
const drawn = new WeakMap(); // map → the ids of our images
const coming = new WeakMap(); // map → the badges' colours in the style that it is changing to

const outlines = {
  drop(path, x, y, r) {
    path.arc(x, y, r, Math.PI * 0.86, Math.PI * 0.14);
    path.quadraticCurveTo(x + r * 0.55, y + r * 1.02, x, y + r * 1.6);
    path.quadraticCurveTo(x - r * 0.55, y + r * 1.02, x - r * Math.cos(Math.PI * 0.14), y + r * Math.sin(Math.PI * 0.14));
  },
  square(path, x, y, r) { path.roundRect(x - r, y - r, 2 * r, 2 * r, r * 0.36); },
  circle(path, x, y, r) { path.arc(x, y, r, 0, 2 * Math.PI); },
  hexagon(path, x, y, r) {
    for (let corner = 0; corner < 6; corner += 1) {
      const angle = (Math.PI / 3) * corner - Math.PI / 2;
      path.lineTo(x + r * 1.13 * Math.cos(angle), y + r * 1.13 * Math.sin(angle));
    }
  },
};

/** A pin's outline as a Path2D around (x, y). */
export function outline(shape, x, y, r) {
  const path = new Path2D();
  outlines[shape](path, x, y, r);
  path.closePath();
  return path;
}

async function makiPath(icon) {
  const answer = await fetch(import.meta.resolve(`maki/${encodeURIComponent(icon)}.svg`));
  if (!answer.ok) return null;
  const svg = new DOMParser().parseFromString(await answer.text(), "image/svg+xml");
  const path = new Path2D();
  for (const part of svg.querySelectorAll("path")) path.addPath(new Path2D(part.getAttribute("d")));
  return path;
}

const glyphs = new Map();
function glyph(icon) {
  if (!glyphs.has(icon)) glyphs.set(icon, makiPath(icon).catch(() => null));
  return glyphs.get(icon);
}

function canvas(width, height, ratio) {
  const paper = new OffscreenCanvas(Math.round(width * ratio), Math.round(height * ratio)).getContext("2d");
  paper.scale(ratio, ratio);
  return paper;
}

function drawGlyph(paper, path, x, y, side, colour) {
  paper.save();
  paper.translate(x - side / 2, y - side / 2);
  paper.scale(side / 15, side / 15);
  paper.fillStyle = colour;
  paper.fill(path);
  paper.restore();
}

function drawBody(paper, path, colour, edge) {
  paper.shadowColor = "rgb(0 0 0 / 0.35)";
  paper.shadowBlur = 3;
  paper.shadowOffsetY = 1;
  paper.fillStyle = edge;
  paper.lineWidth = 3.4;
  paper.lineJoin = "round";
  paper.strokeStyle = edge;
  paper.stroke(path);
  paper.shadowColor = "transparent";
  paper.fillStyle = colour;
  paper.fill(path);
}

async function drawPin(layer, icon, theme, ratio) {
  const { shape, colour } = settings().layers[layer];
  const dark = theme === "dark";
  const edge = dark ? "#14181b" : "#ffffff";
  const height = shape === "drop" ? DROP : SIDE;
  const path = icon ? await glyph(icon) : null;
  const paper = canvas(SIDE, height, ratio);
  drawBody(paper, outline(shape, SIDE / 2, SIDE / 2, BODY), colour[dark ? 1 : 0], edge);
  if (path) drawGlyph(paper, path, SIDE / 2, SIDE / 2, GLYPH, edge);
  else { paper.fillStyle = edge; paper.fill(outline("circle", SIDE / 2, SIDE / 2, 4)); }
  return paper;
}

/** A point of interest of the base map: a grey icon on an opaque disc, in the colours that the style names. */
async function drawBadge(icon, colours, ratio) {
  const path = await glyph(icon);
  if (!path || !colours) return null; // the style's own dot stays
  const { disc, edge, ink } = colours;
  const paper = canvas(BADGE, BADGE, ratio);
  const round = outline("circle", BADGE / 2, BADGE / 2, BADGE / 2 - 1);
  paper.fillStyle = disc;
  paper.fill(round);
  paper.lineWidth = 0.75;
  paper.strokeStyle = edge;
  paper.stroke(round);
  drawGlyph(paper, path, BADGE / 2, BADGE / 2, 11, ink);
  return paper;
}

const badgesOf = (style) => style?.metadata?.["carte:badge"];

/** For `map.setMissingStyleImageResolver`: draws what is ours, and leaves the rest alone. */
export function pinResolver(map) {
  drawn.set(map, new Set());
  return async (id) => {
    const theme = currentTheme();
    const ratio = Math.max(2, Math.ceil(devicePixelRatio));
    const [, layer, icon] = NAME.exec(id) ?? [];
    let paper;
    if (layer && settings().layers[layer]) paper = await drawPin(layer, icon, theme, ratio);
    else if (id.startsWith("maki:")) paper = await drawBadge(id.slice(5), coming.get(map) ?? badgesOf(map.getStyle()), ratio);
    if (!paper || map.hasImage(id) || theme !== currentTheme()) return;
    const { width, height } = paper.canvas;
    map.addImage(id, paper.getImageData(0, 0, width, height), { pixelRatio: ratio });
    drawn.get(map).add(id);
  };
}

/** Removes our images, so that they are asked for again in the colours of the style that comes. */
export function forgetPins(map, style) {
  coming.set(map, badgesOf(style));
  for (const id of drawn.get(map) ?? []) if (map.hasImage(id)) map.removeImage(id);
  drawn.get(map)?.clear();
}
