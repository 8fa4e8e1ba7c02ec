// The palette comes alive: a word or a tab finds a sticker; touched or dragged, it lies on the map.
// Fed by templates/idees/_palette.html (data- attributes). Without it the radio buttons do the job.
import { field } from "../fiches/spot.js";
import { board, inHand, isOpen, laid, lay, placeAt, replace } from "./board.js";
import { lift } from "./lift.js";
import { followRecents, isRecent } from "./recents.js";
import "./pose-tools.js";

const palette = document.querySelector(".palette");
const said = palette?.querySelector(".palette-said");
const stickers = [...(palette?.querySelectorAll(".sticker") ?? [])];
const tabs = [...(palette?.querySelectorAll("[data-tab]") ?? [])];
let tab = "";

// « Café » and « cafe » are the same word to somebody in a hurry.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const codeOf = (sticker) => sticker.querySelector("input").value;
const nameOf = (sticker) => sticker.querySelector(".name").textContent;
const drawn = (sticker) => ({ code: codeOf(sticker), name: nameOf(sticker), drawing: sticker.querySelector(".autocollant").cloneNode(true) });

function inTab(sticker) {
  if (tab === "recents") return isRecent(codeOf(sticker));
  if (tab === "activity") return "activity" in sticker.dataset;
  return !tab || sticker.dataset.theme === tab;
}

function filter(words) {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const sticker of stickers) {
    const known = plain(sticker.dataset.words);
    sticker.hidden = !(inTab(sticker) && wanted.every((word) => known.includes(word)));
    found += sticker.hidden ? 0 : 1;
  }
  // Nothing found still leaves a way on: the sticker that welcomes every idea, last of the palette.
  if (!found) stickers.at(-1).hidden = false;
  said.textContent = found ? "" : said.dataset.none;
}

function tell(sticker) {
  said.textContent = `${said.dataset.chosen} ${nameOf(sticker)}. ${laid().length === 1 ? said.dataset.more : ""}`;
}

/** A touch lays one more; the keyboard, whose arrows try each in turn, changes the one in hand. */
function choose(sticker, { instead }) {
  if (isOpen()) {
    if (instead && inHand()) replace(drawn(sticker));
    else lay(drawn(sticker));
  }
  tell(sticker);
}

function drop(sticker, pixels) {
  sticker.querySelector("input").checked = true;
  lay(drawn(sticker), placeAt(pixels));
  tell(sticker);
}

function followTabs(input) {
  for (const button of tabs) {
    button.addEventListener("click", () => {
      tab = button.dataset.tab;
      input.value = "";
      for (const other of tabs) other.setAttribute("aria-pressed", other === button);
      filter("");
      palette.querySelector(".stickers").scrollTo({ left: 0, top: 0 });
    });
  }
  input.addEventListener("input", () => {
    if (tab) { tab = ""; for (const other of tabs) other.setAttribute("aria-pressed", !other.dataset.tab); }
    filter(input.value);
  });
  // Enter in the search field would send the whole form.
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}

/** What a refused form, or a link with a sticker in hand, had on its map. */
function restore() {
  let told = [];
  try { told = JSON.parse(field("poses").value || "[]"); } catch { /* what the server refused: begun again */ }
  for (const { code, lon, lat, ...how } of Array.isArray(told) ? told : []) {
    const sticker = stickers.find((one) => codeOf(one) === code);
    if (sticker) lay(drawn(sticker), told.length > 1 ? [lon, lat] : null, { ...how, quiet: true });
  }
  const checked = stickers.find((sticker) => sticker.querySelector("input").checked);
  if (checked && !laid().length) lay(drawn(checked));
  if (checked) tell(checked);
}

function start() {
  const ways = palette.querySelector(".palette-ways");
  ways.hidden = false;
  followTabs(ways.querySelector("input"));
  followRecents(palette, stickers, codeOf);
  palette.addEventListener("click", ({ target, detail }) => {
    if (target.matches(".sticker input")) choose(target.closest(".sticker"), { instead: detail === 0 });
  });
  palette.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches(".sticker input")) return;
    event.preventDefault(); // it would send the form
    event.target.checked = true;
    choose(event.target.closest(".sticker"), { instead: false });
  });
  lift(palette, isOpen, drop);
  board.addEventListener("open", restore);
  board.addEventListener("change", () => {
    if (laid().length) return;
    for (const sticker of stickers) sticker.querySelector("input").checked = false;
  });
  document.addEventListener("photos", ({ detail }) => {
    const count = document.querySelector(".snapped");
    count.hidden = !detail;
    count.textContent = detail;
    if (detail) document.querySelector(".extras").open = true;
  });
}

if (palette && stickers.length) start();
