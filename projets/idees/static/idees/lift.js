// A sticker is lifted off the palette and dropped on the map. The tray still scrolls along its own way under a finger.
const box = document.querySelector(".place-map");
const ENOUGH = 8; // px: less is a touch

function ghost(sticker) {
  const drawing = sticker.querySelector(".autocollant").cloneNode(true);
  drawing.classList.add("lifted");
  document.body.append(drawing);
  return drawing;
}

const over = ({ clientX, clientY }) => {
  const { left, right, top, bottom } = box.getBoundingClientRect();
  return clientX > left && clientX < right && clientY > top && clientY < bottom ? [clientX - left, clientY - top] : null;
};

/** Calls `drop(sticker, [x, y])`, in pixels of the map, when one is let go over it; nothing is lifted until it `isOpen`. */
export function lift(palette, isOpen, drop) {
  let taken = null; // {sticker, x, y, drawing}

  function end() {
    taken?.drawing?.remove();
    taken = null;
    delete box.dataset.wanted;
  }

  palette.addEventListener("pointerdown", (event) => {
    const sticker = event.target.closest(".sticker");
    if (sticker && event.button === 0 && isOpen()) taken = { sticker, x: event.clientX, y: event.clientY, drawing: null };
  });
  addEventListener("pointermove", (event) => {
    if (!taken) return;
    if (!taken.drawing) {
      if (Math.hypot(event.clientX - taken.x, event.clientY - taken.y) < ENOUGH) return;
      taken.drawing = ghost(taken.sticker);
    }
    taken.drawing.style.translate = `${event.clientX}px ${event.clientY}px`;
    if (over(event)) box.dataset.wanted = "";
    else delete box.dataset.wanted;
  });
  addEventListener("pointerup", (event) => {
    if (!taken?.drawing) { taken = null; return; }
    const { sticker } = taken;
    const there = over(event);
    end();
    // The click that follows is not a touch.
    const still = (click) => { click.preventDefault(); click.stopPropagation(); };
    addEventListener("click", still, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", still, { capture: true }));
    if (there) drop(sticker, there);
  });
  addEventListener("pointercancel", end); // the tray scrolls
}
