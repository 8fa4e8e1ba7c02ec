// A sheet's page: opens the map, lays the paper on it, and gives everybody their tools. Fed by idees/calques/sheet.html.
// Without it, and without a map, the page tells the same strokes as a list.
import { foldAttribution } from "../../fiches/attribution.js";
import { openMap } from "../../carto/map.js";
import { Board } from "./board.js";
import { Gestures } from "./gestures.js";
import { Keyboard } from "./keyboard.js";
import { Hand, ownerKey } from "./mine.js";
import { askWords, currentTool, isSigned, openPanel, panel, setUndo, take } from "./panel.js";
import { Paper } from "./paper.js";
import { Sync } from "./sync.js";
import { Tools } from "./tools.js";
import { say, word } from "./words.js";

const box = document.getElementById("carte");
const live = document.querySelector(".live");
const still = document.querySelector(".still"); // what the page shows without a map

function tellState({ there, waiting }) {
  const text = there ? word("live") : waiting ? word("waiting", { n: waiting }) : word("offline");
  if (live.textContent !== text) live.textContent = text;
  live.dataset.there = String(there);
}

/** Whoever opened the sheet from this browser finds the way to look after it. */
function showOwner() {
  const secret = ownerKey(box.dataset.uuid);
  const line = document.querySelector(".kept");
  if (!secret || !line) return;
  line.hidden = false;
  line.querySelector("a").href = box.dataset.keep.replace("SECRET", secret);
}

async function openPaper() {
  const edges = box.dataset.edges.split(",").map(Number);
  const canvas = document.createElement("div");
  box.prepend(canvas);
  const map = await openMap(canvas, { style: box.dataset.style, label: box.dataset.label, bounds: edges, fitBoundsOptions: { padding: 16 } });
  box.map = map;
  for (const layer of map.getStyle().layers) if (layer.source === "fiches") map.setLayoutProperty(layer.id, "visibility", "none");
  map.once("idle", () => foldAttribution(box));
  return { map, paper: new Paper(map, { stickers: box.dataset.stickers, edges }) };
}

function tellRefusal(board, { code, dit, stroke }) {
  if (code === "stale") { say(word("stale")); return; }
  say(dit);
  if (code === "personal" && stroke) {
    askWords(stroke.mots, dit).then((mots) => { if (mots) board.lay({ ...stroke, mots, sur: true }); });
  }
}

function follow(board, sync, paper) {
  const draw = () => { paper.draw(board.strokes.values()); setUndo(board); };
  board.addEventListener("changed", draw);
  board.addEventListener("held", () => say(word("held")));
  board.addEventListener("refused", ({ detail }) => tellRefusal(board, detail));
  sync.addEventListener("state", ({ detail }) => tellState(detail));
  sync.addEventListener("gone", () => say(word("gone")));
  sync.addEventListener("closed", ({ detail }) => { if (detail) say(word("closed")); });
  draw();
}

async function start() {
  showOwner();
  if (still) still.hidden = true;
  box.hidden = false;
  const drawable = !("closed" in box.dataset) && (!("alone" in box.dataset) || ownerKey(box.dataset.uuid)) && openPanel();
  const hand = new Hand(box.dataset.uuid);
  const sync = new Sync(box, hand, { signed: isSigned, closed: !drawable });
  const { map, paper } = await openPaper();
  const board = new Board(hand, sync);
  box.board = board; // for the console and for tests
  follow(board, sync, paper);
  const aim = box.querySelector(".aim");
  const [tools, keyboard] = drawable ? [new Tools(map), new Keyboard(map, aim)] : [];
  new Gestures({ map, paper, board, tools, keyboard, propose: box.dataset.propose });
  panel.addEventListener("undo", () => { tools?.release(); if (board.undo()) say(word("undone")); });
  panel.addEventListener("redo", () => { tools?.release(); if (board.redo()) say(word("redone")); });
  panel.addEventListener("veil", ({ detail }) => paper.setVeil(detail));
  if (drawable) take(currentTool());
  sync.start();
}

start().catch((error) => {
  console.warn(error);
  box.hidden = true;
  if (still) still.hidden = false;
  say(word("failed"));
});
