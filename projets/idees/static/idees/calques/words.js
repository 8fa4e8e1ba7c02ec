// What the page says, from the server in the reader's language (calques/wording.py), and where it says it.
const words = JSON.parse(document.getElementById("calque-mots").textContent);
const line = document.querySelector(".hint-said");

export const word = (name, more = {}) =>
  Object.entries(more).reduce((text, [key, value]) => text.replace(`{${key}}`, value), words[name] ?? "");

/** Say it under the map, where it is read aloud too. */
export function say(text) {
  if (line && line.textContent !== text) line.textContent = text;
}
