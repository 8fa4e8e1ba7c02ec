// The buttons that turn, size, pile and remove the sticker in hand. Fed by templates/idees/_board.html.
import { board, changed, inHand, laid, pile, remove } from "./board.js";

const tools = document.querySelector(".pose-tools");
const said = document.querySelector(".pose-said");
const TURN = 15; // degrees
const GROW = 20; // percent
const [SMALLEST, LARGEST] = [50, 300];

const turn = (pose, by) => { pose.angle = (pose.angle + by + 360) % 360; };
const grow = (pose, by) => { pose.size = Math.min(LARGEST, Math.max(SMALLEST, pose.size + by)); };

/** Takes the place of its neighbour in the pile. */
function swap(pose, by) {
  const neighbour = pile()[pose.order + by];
  if (neighbour) [pose.order, neighbour.order] = [neighbour.order, pose.order];
}

const deeds = {
  left: (pose) => turn(pose, -TURN),
  right: (pose) => turn(pose, TURN),
  smaller: (pose) => grow(pose, -GROW),
  larger: (pose) => grow(pose, GROW),
  over: (pose) => swap(pose, 1),
  under: (pose) => swap(pose, -1),
  remove,
};

function tell(pose) {
  const told = { nom: pose.name, angle: pose.angle, taille: pose.size, rang: pose.order + 1, nombre: laid().length };
  said.textContent = tools.dataset.told.replace(/{(\w+)}/g, (_all, name) => told[name]);
}

if (tools) {
  tools.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    const pose = inHand();
    if (!button || !pose) return;
    deeds[button.dataset.do](pose);
    changed();
    if (inHand()) tell(inHand());
    else document.querySelector(".stickers input")?.focus(); // the button that was pressed is no longer there
  });
  board.addEventListener("change", () => { tools.hidden = !inHand(); });
}
