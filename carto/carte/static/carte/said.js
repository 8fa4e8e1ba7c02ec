// The one line in which the map speaks: seen for a while, and read out by screen readers.
const line = document.querySelector(".said");
let timer = 0;

/** Says `text` for some seconds, or until told otherwise when `stays` is true. */
export function say(text, { stays = false } = {}) {
  clearTimeout(timer);
  line.textContent = text;
  if (!stays && text) timer = setTimeout(() => { line.textContent = ""; }, 6000);
}
