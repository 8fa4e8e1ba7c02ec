// Badges for the base map's points of interest: a maki icon on an opaque disc, drawn when the map first needs it.
//
// The style asks for images called `maki:<icon>` (tiles/basemap/labels.py). Where one is missing the dot below is seen.

const PREFIX = "maki:";
const DISC = 19; // CSS pixels
const ICON = 11;
const SCALE = 2; // sharp on dense screens

/**
 * Give `map` the badges its base style asks for, in the colours that style names. `iconUrl(name)` is the address of
 * maki's SVG. Once per map: a change of style forgets its images and asks for them again.
 */
export function drawBaseIcons(map, iconUrl) {
  map.setMissingStyleImageResolver(async (id) => {
    const colours = map.getStyle()?.metadata?.["carte:badge"];
    if (!id.startsWith(PREFIX) || !colours) return;
    const badge = await drawBadge(iconUrl(id.slice(PREFIX.length)), colours);
    if (badge && !map.hasImage(id)) map.addImage(id, badge, { pixelRatio: SCALE });
  });
}

async function drawBadge(address, colours) {
  const icon = await loadImage(address);
  if (!icon) return null;
  const size = DISC * SCALE;
  const context = Object.assign(document.createElement("canvas"), { width: size, height: size }).getContext("2d");
  context.drawImage(tint(icon, colours.ink), (size - ICON * SCALE) / 2, (size - ICON * SCALE) / 2);
  context.globalCompositeOperation = "destination-over";
  context.beginPath();
  context.arc(size / 2, size / 2, size / 2 - SCALE, 0, 2 * Math.PI);
  context.fillStyle = colours.disc;
  context.fill();
  context.globalCompositeOperation = "source-over";
  context.lineWidth = SCALE * 0.75;
  context.strokeStyle = colours.edge;
  context.stroke();
  return context.getImageData(0, 0, size, size);
}

function tint(icon, ink) {
  const size = ICON * SCALE;
  const context = Object.assign(document.createElement("canvas"), { width: size, height: size }).getContext("2d");
  context.drawImage(icon, 0, 0, size, size);
  context.globalCompositeOperation = "source-in";
  context.fillStyle = ink;
  context.fillRect(0, 0, size, size);
  return context.canvas;
}

async function loadImage(address) {
  const image = new Image();
  image.src = address;
  try {
    await image.decode();
    return image;
  } catch {
    return null; // the dot stays
  }
}
