// The palette comes alive: a word finds its sticker, and the chosen one is laid on the map.
// Fed by templates/idees/_palette.html (data- attributes). Without it the radio buttons do the job.
const palette = document.querySelector(".palette");
const said = palette?.querySelector(".palette-said");
const stickers = [...(palette?.querySelectorAll(".sticker") ?? [])];

// « Café » and « cafe » are the same word to somebody in a hurry.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function search(words) {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const sticker of stickers) {
    const known = plain(sticker.dataset.words);
    sticker.hidden = !wanted.every((word) => known.includes(word));
    found += sticker.hidden ? 0 : 1;
  }
  // Nothing found still leaves a way on: the sticker that welcomes every idea, last of the palette.
  if (!found) stickers.at(-1).hidden = false;
  said.textContent = found ? "" : said.dataset.none;
}

function layOnMap(sticker) {
  const map = document.querySelector(".place-map");
  if (!map) return;
  map.querySelector(".autocollant")?.remove();
  const drawing = sticker.querySelector(".autocollant").cloneNode(true);
  drawing.classList.add("laid");
  map.append(drawing);
}

function choose(sticker) {
  layOnMap(sticker);
  said.textContent = `${said.dataset.chosen} ${sticker.querySelector(".name").textContent}`;
}

if (palette) {
  const box = palette.querySelector(".palette-search");
  box.hidden = false;
  const input = box.querySelector("input");
  input.addEventListener("input", () => search(input.value));
  // Enter in the search field would send the whole form.
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  palette.addEventListener("change", (event) => {
    const sticker = event.target.closest(".sticker");
    if (sticker) choose(sticker);
  });
  const held = stickers.find((sticker) => sticker.querySelector("input").checked);
  if (held) choose(held);
}
