// Says numbers as the page does; the words come with it (candidats/views.py: _words).
const words = JSON.parse(document.getElementById("candidats-mots").textContent);
const lang = document.documentElement.lang;
const formats = [0, 1, 2].map((digits) =>
  new Intl.NumberFormat(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits }));

export const number = (value, digits = 0) => formats[digits].format(value).replaceAll("\u202f", "\u00a0");

/** A sentence of the page with its blanks filled in. */
export function say(name, told = {}) {
  return fill(words[name], told);
}

const fill = (text, told) => text.replace(/%\((\w+)\)s/g, (blank, key) => told[key] ?? blank);
// A French plural begins at two (telling.py says the same).
const isOne = (n) => (document.documentElement.lang.startsWith("fr") ? Math.abs(n) < 2 : n === 1);
const form = (forms, n) => forms[isOne(n) ? 0 : 1];

export const counted = (n) => fill(form(words.counted, n), { n: number(n) });
export const labelOf = (signal) => words.readings[signal].label;

/** « 14 personnes ». */
export function valueSaid(signal, value) {
  const { forms, times, doubles, digits } = words.readings[signal];
  const shown = Number((doubles ? 2 ** value : value * times).toFixed(digits));
  return form(forms, shown).replace("#", number(shown, digits));
}

/** « 12 rues, la plus haute : Rue Paul-Bellamy (67) ». */
export function rollSaid(scale, count, name, score) {
  return fill(form(words.rolls[scale], count), { n: number(count), name, score: number(score) });
}
