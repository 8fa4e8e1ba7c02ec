// Which scale one looks at (métropole, quartier, rue), how long a metre is, and where the schematic plan ends.
const QUARTIER = 12;
const STREET = 15;
const PLAN_ENDS = 14.5;
const buttons = [...document.querySelectorAll(".scale [data-zoom]")];
const bar = document.querySelector(".scale .bar");
const note = document.querySelector(".plan-note");

const scaleOf = (zoom) => (zoom < QUARTIER ? 0 : (zoom < STREET ? 1 : 2));

function measure(map) {
  const y = map.getContainer().clientHeight / 2;
  const across = map.unproject([0, y]).distanceTo(map.unproject([100, y])); // metres in 100 px
  const power = 10 ** Math.floor(Math.log10(across * 0.8));
  const metres = [5, 2, 1].map((n) => n * power).find((n) => n <= across * 0.8);
  bar.style.setProperty("--length", `${(metres / across) * 100}px`);
  bar.firstElementChild.textContent = metres >= 1000 ? `${metres / 1000} km` : `${metres} m`;
}

export function followScale(map) {
  const isPlan = map.getStyle().metadata?.["carte:base"]?.kind === "plan";

  function look() {
    const zoom = map.getZoom();
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(i === scaleOf(zoom))));
    document.body.dataset.scale = buttons[scaleOf(zoom)].textContent;
    measure(map);
    note.hidden = !(isPlan && zoom > PLAN_ENDS);
  }

  for (const button of buttons) button.addEventListener("click", () => map.easeTo({ zoom: Number(button.dataset.zoom) }));
  map.on("move", look);
  look();
}
