// On a phone the panel is a sheet: pulled up or pressed, it opens. Menus close when one looks elsewhere.
const panel = document.querySelector(".panel");
const grabber = panel.querySelector(".grabber");
const PULL = 30; // px

/** Opens the sheet, or lets it down. */
export function openSheet(yes) {
  panel.toggleAttribute("data-open", yes);
  grabber.setAttribute("aria-expanded", String(yes));
}

function followPull() {
  let from = null;
  grabber.addEventListener("pointerdown", (event) => { from = event.clientY; grabber.setPointerCapture(event.pointerId); });
  grabber.addEventListener("pointerup", (event) => {
    const pulled = from === null ? 0 : from - event.clientY;
    from = null;
    if (Math.abs(pulled) < PULL) return;
    openSheet(pulled > 0);
    grabber.addEventListener("click", (click) => click.stopImmediatePropagation(), { once: true, capture: true });
  });
}

function followMenus() {
  const folding = [...document.querySelectorAll(".menu, .scale .word")];
  document.addEventListener("click", ({ target }) => {
    for (const details of folding) if (!details.contains(target)) details.open = false;
  });
  for (const details of folding) {
    details.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !details.open) return;
      event.preventDefault();
      details.open = false;
      details.querySelector("summary").focus();
    });
  }
}

export function followSheet() {
  followPull();
  followMenus();
  grabber.addEventListener("click", () => openSheet(!panel.hasAttribute("data-open")));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && panel.contains(document.activeElement)) openSheet(false); });
}
