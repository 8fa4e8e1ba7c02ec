// Checking a sheet: a sticker is moved on the picture with a finger or a mouse, its numbers follow; and the reverse.
// Fed by templates/idees/papers/reading.html. Without it the numbers in millimetres do the job.
const form = document.querySelector(".checking");
const pictures = [...(form?.querySelectorAll(".laid") ?? [])];

const row = (number) => form.querySelector(`[data-row="${number}"]`);
const fieldOf = (number, name) => row(number).querySelector(`[name$="-${name}"]`);
const drawingsOf = (number) => pictures.map((picture) => picture.querySelector(`[data-mark="${number}"]`)).filter(Boolean);

/** Where a pointer is, in millimetres of the paper's map: the units of the drawing. */
function millimetres(picture, event) {
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
  const { width, height } = picture.viewBox.baseVal;
  return [Math.min(Math.max(at.x, 0), width), Math.min(Math.max(at.y, 0), height)];
}

/** Both pictures show the mark where its numbers say. */
function redraw(number) {
  const [x, y] = ["x", "y"].map((name) => Number(fieldOf(number, name)?.value));
  if (!Number.isFinite(x) || !Number.isFinite(y)) return;
  for (const drawing of drawingsOf(number)) {
    drawing.querySelector("circle")?.setAttribute("cx", x);
    drawing.querySelector("circle")?.setAttribute("cy", y);
    drawing.querySelector("text").setAttribute("x", x);
    drawing.querySelector("text").setAttribute("y", y);
  }
}

function put(number, [x, y]) {
  fieldOf(number, "x").value = x.toFixed(1);
  fieldOf(number, "y").value = y.toFixed(1);
  redraw(number);
}

function hold(number) {
  for (const held of form.querySelectorAll(".held")) held.classList.remove("held");
  row(number).classList.add("held");
  for (const drawing of drawingsOf(number)) drawing.classList.add("held");
}

/** What is left out pales on the pictures. */
function showKept(number) {
  const kept = fieldOf(number, "keep").checked;
  for (const drawing of drawingsOf(number)) drawing.classList.toggle("off", !kept);
}

function drag(picture, number) {
  const move = (event) => put(number, millimetres(picture, event));
  const stop = () => {
    picture.removeEventListener("pointermove", move);
    fieldOf(number, "autocollant").scrollIntoView({ block: "nearest" });
  };
  picture.addEventListener("pointermove", move);
  picture.addEventListener("pointerup", stop, { once: true });
  picture.addEventListener("pointercancel", stop, { once: true });
}

function listen(picture) {
  picture.dataset.live = "";
  picture.addEventListener("pointerdown", (event) => {
    const mark = event.target.closest("[data-mark]");
    if (!mark) return;
    hold(mark.dataset.mark);
    if (!fieldOf(mark.dataset.mark, "x")) return;
    event.preventDefault();
    picture.setPointerCapture(event.pointerId);
    drag(picture, mark.dataset.mark);
  });
}

if (form) {
  pictures.forEach(listen);
  const numbers = [...form.querySelectorAll("[data-row]")].map((each) => each.dataset.row);
  numbers.forEach(showKept);
  form.addEventListener("focusin", ({ target }) => {
    const number = target.closest("[data-row]")?.dataset.row;
    if (number) hold(number);
  });
  form.addEventListener("input", ({ target }) => {
    const number = target.closest("[data-row]")?.dataset.row;
    if (!number) return;
    redraw(number);
    showKept(number);
  });
}
