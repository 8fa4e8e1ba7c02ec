// The stickers that this browser sent lately: kept here, told to nobody.
const KEY = "autocollants-recents";
const MANY = 8;

function read() {
  try { return JSON.parse(localStorage.getItem(KEY) ?? "[]"); } catch { return []; }
}

export const isRecent = (code) => read().includes(code);

/** Offers the tab when there are some, and remembers what is sent. */
export function followRecents(palette, stickers, codeOf) {
  const codes = new Set(stickers.map(codeOf));
  palette.querySelector('[data-tab="recents"]').hidden = !read().some((code) => codes.has(code));
  palette.closest("form").addEventListener("submit", () => {
    const sent = stickers.filter((sticker) => sticker.querySelector("input").checked).map(codeOf);
    try {
      localStorage.setItem(KEY, JSON.stringify([...new Set([...sent, ...read()])].slice(0, MANY)));
    } catch { /* a browser that keeps nothing */ }
  });
}
