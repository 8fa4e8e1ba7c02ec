// One sticker on the form's map: a button that is dragged, or moved with the arrow keys.
import { Marker } from "maplibre-gl";

const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const [STEP, STRIDE] = [6, 30]; // px, and with the shift key

function onKey(event, pose, map, board) {
  const step = STEPS[event.key];
  if (step) {
    const from = map.project(pose.marker.getLngLat());
    const far = event.shiftKey ? STRIDE : STEP;
    board.stand();
    board.move(pose, map.unproject([from.x + step[0] * far, from.y + step[1] * far]));
  } else if (event.key === "Delete" || event.key === "Backspace") {
    board.remove(pose);
    (board.inHand()?.element ?? map.getCanvas()).focus();
  } else return;
  event.preventDefault();
  event.stopPropagation(); // the map would move too
}

/** Puts {code, name, drawing} on the map at a place, turned, sized and piled as `how` says; `board` is who is told. */
export function makePose(map, { code, name, drawing }, place, how, board) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "pose";
  drawing.classList.add("laid");
  element.append(drawing);
  const marker = new Marker({ element, draggable: true }).setLngLat(place).addTo(map);
  const pose = { code, name, drawing, element, marker, ...how };
  let before = place;
  element.addEventListener("click", (event) => { event.stopPropagation(); board.hold(pose); });
  element.addEventListener("keydown", (event) => onKey(event, pose, map, board));
  marker.on("dragstart", () => { before = marker.getLngLat(); board.stand(); board.hold(pose); });
  marker.on("dragend", () => {
    const there = marker.getLngLat();
    marker.setLngLat(before);
    board.move(pose, there);
  });
  return pose;
}
