// What the colours of the map say, in words and numbers, and how it hatches what is not known.
import { currentTheme } from "../carto/themes.js";

const HATCHING = "mesures-hachures";
const SIDE = 16; // px of the pattern, drawn twice as fine
const board = document.querySelector(".mesure-legend");
if (matchMedia("(max-width: 47.99rem)").matches) board.querySelector("details").open = false; // a phone's map is small
const part = (name) => board.querySelector(`[data-${name}]`);

/** The pattern of « pas de donnée », in the colours of now. */
export function addHatching(map) {
  const paper = new OffscreenCanvas(SIDE, SIDE).getContext("2d");
  const dark = currentTheme() === "dark";
  paper.strokeStyle = dark ? "#8b959c" : "#6d7278";
  paper.lineWidth = 2;
  for (const from of [-SIDE, 0, SIDE]) {
    paper.moveTo(from - 2, SIDE + 2);
    paper.lineTo(from + SIDE + 2, -2);
  }
  paper.stroke();
  const image = paper.getImageData(0, 0, SIDE, SIDE);
  if (map.hasImage(HATCHING)) map.updateImage(HATCHING, image);
  else map.addImage(HATCHING, image, { pixelRatio: 2 });
}

function swatch(colour) {
  const mark = document.createElement("span");
  mark.className = "swatch";
  mark.setAttribute("aria-hidden", "true");
  if (colour) mark.style.background = colour;
  else mark.classList.add("unknown");
  return mark;
}

function line(colour, words) {
  const item = document.createElement("li");
  item.append(swatch(colour), words);
  return item;
}

function lines({ classes, couleurs, sans_donnee: unknown }) {
  const shades = couleurs[currentTheme()];
  const told = classes.map(({ texte }, rank) => line(shades[rank], texte));
  if (unknown) told.push(line(null, `${board.dataset.unknown} (${unknown})`));
  return told;
}

function dated([first, last]) {
  const years = first === last ? String(first) : board.dataset.between.replace("{first}", first).replace("{last}", last);
  return board.dataset.years.replace("{years}", years);
}

/** « jours · 65 quartiers et communes »; the unit only when the title does not say it. */
function scale({ titre, unite, echelle }) {
  return titre.toLowerCase().includes(unite.toLowerCase()) ? echelle : `${unite} · ${echelle}`;
}

function write(name, words) {
  const place = part(name);
  if (place.textContent !== words) place.textContent = words; // read out once
}

/** Shows the legend that the server gave, or nothing when it is null. */
export function showLegend(legend) {
  for (const place of document.querySelectorAll("[data-coloured]")) place.hidden = !legend;
  document.body.toggleAttribute("data-mesure", Boolean(legend));
  if (!legend) return;
  write("title", legend.titre);
  write("scale", scale(legend));
  part("caution").textContent = legend.precaution;
  part("absence").textContent = legend.absence;
  part("absence").hidden = !legend.absence;
  part("circles").hidden = !legend.ronds;
  part("dated").hidden = !legend.annees.length;
  if (legend.annees.length) part("dated").textContent = dated(legend.annees);
  part("classes").replaceChildren(...lines(legend));
  board.querySelector(".ramp").replaceChildren(...legend.couleurs[currentTheme()].map(swatch));
}
