// « Est-ce l’un de ceux-ci ? »: what lies around the pin, and « autour de moi » or words as a list instead of a map.
// Fed by templates/fiches/_near.html. Radio buttons that the form sends too: the server reads the choice again.
import { field, locate, moves, put, say, spot } from "./spot.js";

const box = document.querySelector(".near");
const list = box?.querySelector(".near-list");
const legend = box?.querySelector("legend");
let turn = 0;
let timer = 0;

function choose(choice) {
  const { longitude, latitude, osm_id: osm } = choice;
  put({ longitude, latitude, osm, by: "choice" });
  say([choice.label, choice.detail].filter(Boolean).join(", "));
}

function row(choice, rank, numbered) {
  const label = document.createElement("label");
  label.className = "choice";
  const radio = document.createElement("input");
  const osm = field("osm_id").value; // a link from the map may have named the object already
  const checked = choice.key ? Boolean(osm) && choice.osm_id === osm : !osm;
  Object.assign(radio, { type: "radio", name: "candidat", value: choice.key, checked });
  radio.addEventListener("change", () => { if (choice.key) choose(choice); });
  const said = document.createElement("span");
  said.textContent = `${choice.label} `;
  const detail = document.createElement("span");
  detail.className = "soft";
  detail.textContent = choice.detail;
  said.append(detail);
  label.append(radio);
  if (numbered) {
    const mark = document.createElement("span");
    mark.className = "near-mark";
    mark.setAttribute("aria-hidden", "true");
    mark.textContent = rank + 1;
    label.append(mark);
  }
  label.append(said);
  return label;
}

function draw(choices, title) {
  const none = title === "objects" && choices.length ? [{ key: "", label: box.dataset.none, detail: "" }] : [];
  list.replaceChildren(...[...choices, ...none].map((choice, rank) => row(choice, rank, choice.kind === "objet")));
  legend.textContent = box.dataset[title];
  box.hidden = choices.length === 0;
  moves.dispatchEvent(new CustomEvent("objects", { detail: choices.filter(({ kind }) => kind === "objet") }));
}

async function ask(query, title, { focus = false } = {}) {
  const mine = ++turn;
  const answer = await fetch(`${box.dataset.near}?${new URLSearchParams(query)}`).catch(() => null);
  if (mine !== turn) return;
  const { choix = [] } = answer?.ok ? await answer.json() : {};
  draw(choix, title);
  if (!focus) return;
  if (choix.length) legend.focus();
  else say(box.dataset.nothing);
}

function around({ longitude, latitude, metres }, more = {}) {
  return { lon: longitude.toFixed(6), lat: latitude.toFixed(6), precision: metres || "", ...more };
}

function onMove({ detail }) {
  if (detail.by === "choice") return;
  clearTimeout(timer);
  turn += 1;
  draw([], "objects"); // what was near the other place is near no more
  timer = setTimeout(() => ask(around(detail), "objects"), 350);
}

async function listAround() {
  const place = await locate();
  clearTimeout(timer);
  if (place) ask(around(place, { tout: 1 }), "around", { focus: true });
}

if (box) {
  moves.addEventListener("move", onMove);
  const button = document.querySelector(".around");
  button.hidden = false;
  button.addEventListener("click", listAround);
  const find = document.querySelector(".find");
  find.type = "button"; // without JavaScript it asks the server for the same list
  find.addEventListener("click", () => {
    const q = field("adresse").value.trim();
    clearTimeout(timer);
    if (q) ask({ q }, "found", { focus: true });
    else field("adresse").focus();
  });
  if (spot()) ask(around(spot()), "objects"); // the same list as the server's, with numbers on the map
}
