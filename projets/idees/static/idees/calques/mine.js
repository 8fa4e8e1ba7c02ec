// What this browser keeps of a sheet, and nobody else: the secret of its hand, the strokes that are its own, those that
// still have to leave, and the secret of whoever opened the sheet.
const memory = (() => {
  try { localStorage.setItem("calque-essai", ""); localStorage.removeItem("calque-essai"); return localStorage; }
  catch { return null; } // no storage allowed: the hand lasts as long as the page
})();

function bytes(count) { return crypto.getRandomValues(new Uint8Array(count)); }

/** 256 bits that nobody guesses, as our forms write them. */
export function makeSecret() {
  return btoa(String.fromCharCode(...bytes(32))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

/** A random UUID; `crypto.randomUUID` is missing where the page came without TLS. */
export function makeUuid() {
  const drawn = bytes(16);
  drawn[6] = (drawn[6] & 0x0f) | 0x40;
  drawn[8] = (drawn[8] & 0x3f) | 0x80;
  const hex = [...drawn].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function read(key) {
  try { return JSON.parse(memory?.getItem(key) ?? "null"); } catch { return null; }
}

function write(key, value) {
  try { memory?.setItem(key, JSON.stringify(value)); } catch { /* full: what waits is still sent from this page */ }
}

/** The secret of whoever opened the sheet, where keep.js left it; empty for the others. */
export const ownerKey = (uuid) => read(`calque-cle:${uuid}`) ?? "";

/** The hand of this browser on one sheet. */
export class Hand {
  constructor(uuid) {
    this.key = `calque:${uuid}`;
    this.kept = { main: makeSecret(), own: [], waiting: {}, ...read(this.key) };
    this.own = new Set(this.kept.own);
    write(this.key, this.kept);
  }

  get secret() { return this.kept.main; }

  /** The strokes that still have to leave, by uuid, as they were last wanted. */
  get waiting() { return this.kept.waiting; }

  take(uuid) {
    this.own.add(uuid);
    this.kept.own = [...this.own];
    this.save();
  }

  save() { write(this.key, this.kept); }
}
