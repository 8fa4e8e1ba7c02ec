// The map by keyboard: arrows move it under a crosshair, plus and minus zoom, Enter asks what is there.
const crosshair = document.querySelector(".crosshair");

/** `askHere()` tells what lies under the crosshair. */
export function followKeys(map, askHere) {
  const canvas = map.getCanvas();
  canvas.setAttribute("aria-describedby", "mode-emploi");
  const show = () => { crosshair.hidden = !canvas.matches(":focus-visible"); };
  canvas.addEventListener("focus", show);
  canvas.addEventListener("keydown", (event) => {
    crosshair.hidden = false;
    if (event.key !== "Enter") return;
    event.preventDefault();
    askHere();
  });
  canvas.addEventListener("blur", () => { crosshair.hidden = true; });
  canvas.addEventListener("pointerdown", () => { crosshair.hidden = true; });
}
