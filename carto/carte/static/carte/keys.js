// The map by keyboard: arrows move it under a crosshair, plus and minus zoom, Enter opens what is there, as a click does;
// with Shift, it tells what lies around, as a long press does.
const crosshair = document.querySelector(".crosshair");

/** `askHere({around})` tells what lies under the crosshair. */
export function followKeys(map, askHere) {
  const canvas = map.getCanvas();
  canvas.setAttribute("aria-describedby", "mode-emploi");
  const show = () => { crosshair.hidden = !canvas.matches(":focus-visible"); };
  canvas.addEventListener("focus", show);
  canvas.addEventListener("keydown", (event) => {
    crosshair.hidden = false;
    if (event.key !== "Enter") return;
    event.preventDefault();
    askHere({ around: event.shiftKey });
  });
  canvas.addEventListener("blur", () => { crosshair.hidden = true; });
  canvas.addEventListener("pointerdown", () => { crosshair.hidden = true; });
}
