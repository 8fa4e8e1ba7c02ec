// « Rejouer la période »: the days of the form's period pass on the map, at one's own pace. Loaded when first asked for.
// Fed by templates/carte/_replay.html.
import { makeProjector } from "./projector.js";
import { askBars, drawBars, framesOf, inWords } from "./rhythm.js";
import { say } from "./said.js";
import { openSheet } from "./sheet.js";

const section = document.querySelector(".replay");
const part = (selector) => section.querySelector(selector);
const range = part('[type="range"]');
const playButton = part('[data-act="play"]');
const status = part('[role="status"]');
const choice = Object.fromEntries([...section.querySelectorAll("[data-choice]")].map((select) => [select.dataset.choice, select]));
const texts = section.dataset;
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Makes the player of a map; gives `open(opener)`, where `opener` gets the focus back. */
export function makeReplay(map, filters) {
  let rhythm = null;
  let bars = null;
  let opener = null;
  let turn = 0;

  const projector = makeProjector({
    project: ({ depuis, jusqua }) => filters.during({ depuis, jusqua }),
    told(i, { days, fiches, first }) {
      range.value = i;
      range.setAttribute("aria-valuetext", texts.told.replace("{days}", days).replace("{fiches}", inWords(fiches, texts)));
      part("[data-days]").textContent = days;
      part("[data-fiches]").textContent = inWords(fiches, texts);
      bars.light(first, i);
    },
    rested() {
      playButton.textContent = playButton.dataset.play;
      tellAloud();
    },
  });

  /** Once at rest, never frame after frame; arrows on the range are told by the range itself. */
  function tellAloud() {
    status.textContent = section.hidden ? "" : range.getAttribute("aria-valuetext");
  }

  function play() {
    if (still.matches || section.hidden) return;
    status.textContent = "";
    playButton.textContent = playButton.dataset.pause;
    projector.play(() => Number(choice.speed.value));
  }

  function step(by) {
    projector.rest();
    projector.go(projector.at + by);
    tellAloud();
  }

  /** Makes the frames again, as the choices say, and stays at the same day. */
  function cut() {
    const day = projector.frame?.jusqua;
    const frames = framesOf(rhythm, filters.said(), { sliding: choice.reach.value === "window", texts });
    range.max = frames.length - 1;
    const same = day ? frames.findIndex(({ jusqua }) => jusqua >= day) : 0;
    projector.load(frames, same < 0 ? frames.length - 1 : same);
  }

  /** Asks for the bars; tells what is wrong when there are none to play. */
  async function load(wish = "") {
    const mine = ++turn;
    projector.rest();
    const answer = await askBars(texts.rhythm, filters.said(), wish);
    if (mine !== turn) return false;
    if (!answer?.barres.length) { close(); say(answer ? texts.empty : texts.failed); return false; }
    rhythm = answer;
    choice.step.value = rhythm.pas;
    bars = drawBars(part("svg"), rhythm, texts);
    cut();
    return true;
  }

  function close() {
    if (section.hidden) return;
    section.hidden = true;
    delete document.body.dataset.replay;
    projector.rest();
    projector.load([]);
    filters.during(null);
    (opener?.offsetParent ? opener : map.getCanvas()).focus({ preventScroll: true });
  }

  async function open(from) {
    if (!section.hidden) { close(); return; }
    opener = from;
    if (!await load()) return;
    openSheet(false);
    section.hidden = false;
    document.body.dataset.replay = "";
    document.body.style.setProperty("--player", `${section.offsetHeight}px`); // what is told below it moves above
    playButton.hidden = still.matches;
    part(".still").hidden = !still.matches;
    (still.matches ? range : playButton).focus({ preventScroll: true });
    play();
  }

  listen({ close, load, cut, step, projector, toggle: () => (projector.playing ? projector.rest() : play()) });
  return { open };
}

function listen({ close, load, cut, step, projector, toggle }) {
  const acts = { back: () => step(-1), on: () => step(1), play: toggle };
  for (const button of section.querySelectorAll("[data-act]")) button.addEventListener("click", acts[button.dataset.act]);
  part(".close").addEventListener("click", close);
  range.addEventListener("input", () => { projector.rest(); projector.go(range.valueAsNumber); });
  choice.step.addEventListener("change", () => load(choice.step.value));
  choice.reach.addEventListener("change", cut);
  range.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    toggle();
  });
  document.querySelector("form.filters").addEventListener("change", () => { if (!section.hidden) load(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) projector.rest(); });
  const leave = (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || section.hidden) return;
    event.preventDefault();
    close();
  };
  section.addEventListener("keydown", leave);
  document.addEventListener("keydown", (event) => { if (event.target.matches("body, canvas")) leave(event); });
}
