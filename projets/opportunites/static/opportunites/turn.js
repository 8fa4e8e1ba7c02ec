// Around a table: how long the sheet still lies there, and the next one when the turn is over. The server's clock
// decides; the page says how many seconds were left when it was made. Without this script one reloads by hand.
const box = document.querySelector(".turn[data-left]");
const form = document.querySelector("form[data-turn]");
const BEFORE = 3; // seconds: what is typed leaves by itself while the turn still runs
let touched = false;
let gone = false;

function told(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours >= 48) return `${Math.floor(hours / 24)} j`;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function tick(began) {
  const left = Math.max(0, Number(box.dataset.left) - Math.floor((performance.now() - began) / 1000));
  box.querySelector("output").textContent = told(left);
  if (gone) return;
  if (touched && left <= BEFORE) {
    gone = true;
    form.requestSubmit();
  } else if (left === 0) {
    gone = true;
    location.replace(location.pathname);
  }
}

if (box) {
  const began = performance.now();
  form?.addEventListener("input", () => { touched = true; });
  form?.addEventListener("submit", () => { gone = true; });
  tick(began);
  setInterval(tick, 1000, began);
}
