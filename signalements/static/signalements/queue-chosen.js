// How many rows are ticked, said beside what one may do with them.
const said = document.querySelector("[data-chosen]");
const boxes = [...document.querySelectorAll(".pick input")];

function tell() {
  const count = boxes.filter((box) => box.checked).length;
  const { none, one, many } = said.dataset;
  said.textContent = count > 1 ? many.replace("{n}", count) : [none, one][count];
  for (const button of document.querySelectorAll(".with-chosen button")) button.disabled = count === 0;
}

export function followChosen() {
  if (!said) return;
  for (const box of boxes) box.addEventListener("change", tell);
  tell();
}
