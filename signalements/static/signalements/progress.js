// What is there already and what is still missing, in the bar at the bottom.
// Fed by templates/signalements/_progress.html.
import { moves, spot } from "../fiches/spot.js";

const bar = document.querySelector(".progress");
const form = bar?.closest("form");

const there = {
  photo: () => Boolean(document.querySelector(".kept[data-upload] li")),
  place: () => Boolean(spot() || form.querySelector("[name=adresse]").value.trim()),
  what: () => Boolean(form.querySelector("[name=categorie]:checked")),
};

function tick() {
  for (const step of bar.children) {
    const done = there[step.dataset.step]();
    step.classList.toggle("done", done);
    step.querySelector(".visually-hidden").textContent = done ? `, ${bar.dataset.done}` : "";
  }
}

if (bar) {
  form.addEventListener("input", tick);
  form.addEventListener("change", tick);
  form.addEventListener("photos", tick);
  moves.addEventListener("move", tick);
  tick();
}
