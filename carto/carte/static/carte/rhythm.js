// The bars of a view (how many fiches each step of its period holds): asked for, drawn, and made into a replay's frames.
const WINDOW = { jour: 7, semaine: 4, mois: 3, an: 2 }; // steps in a sliding window
const HIGH = 40; // of the drawing, in its own units
const SVG = "http://www.w3.org/2000/svg";
const { lang } = document.documentElement;
const dates = new Intl.DateTimeFormat(lang, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** Asks for the bars of a view by a step (`""`: the one that suits): `{pas, total, barres}`, or null when none come. */
export async function askBars(address, said, step) {
  const query = new URLSearchParams(Object.entries({ ...said, pas: step }).filter(([, value]) => value));
  const answer = await fetch(`${address}?${query}`).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

/** « 3–9 mars 2026 », « 3 mars 2026 ». */
export function daysInWords(from, to) {
  return dates.formatRange(new Date(from), new Date(to));
}

const plural = new Intl.PluralRules(lang);

/** « 0 fiche », « 2 fiches »: nought is singular in French, and not in English. */
export function inWords(n, { one, many }) {
  return (plural.select(n) === "one" ? one : many).replace("{n}", n.toLocaleString(lang));
}

/**
 * One frame a bar: `{depuis, jusqua, fiches, days, first}`, where `first` is the first bar that it shows. All that is
 * older stays, or (`sliding`) only the last few steps do.
 */
export function framesOf({ pas, barres }, said, { sliding, texts }) {
  let before = 0;
  return barres.map(({ au, fiches }, i) => {
    before += fiches;
    if (!sliding) {
      const days = texts.until.replace("{day}", dates.format(new Date(au)));
      return { depuis: said.depuis, jusqua: au, fiches: before, days, first: 0 };
    }
    const first = Math.max(0, i - WINDOW[pas] + 1);
    const held = barres.slice(first, i + 1).reduce((sum, bar) => sum + bar.fiches, 0);
    return { depuis: barres[first].du, jusqua: au, fiches: held, days: daysInWords(barres[first].du, au), first };
  });
}

function pathOf(bars, most, from = 0) {
  return bars.map(({ fiches }, i) => (fiches ? `M${from + i} 0V${-Math.max(1, (HIGH * fiches) / most).toFixed(1)}` : "")).join("");
}

/** Draws the bars and says them in words; gives `light(first, last)`, which marks the ones that the map shows. */
export function drawBars(svg, { barres, total }, texts) {
  const most = Math.max(1, ...barres.map(({ fiches }) => fiches));
  const [all, lit] = ["all", "lit"].map((name) => {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", name);
    path.setAttribute("vector-effect", "non-scaling-stroke");
    return path;
  });
  all.setAttribute("d", pathOf(barres, most));
  svg.replaceChildren(all, lit);
  svg.setAttribute("viewBox", `0 ${-HIGH} ${Math.max(1, barres.length - 1)} ${HIGH}`);
  svg.style.setProperty("--bars", barres.length);
  const peak = barres.find(({ fiches }) => fiches === most) ?? barres[0];
  const told = texts.told.replace("{days}", daysInWords(barres[0].du, barres.at(-1).au)).replace("{fiches}", number(total, texts));
  const highest = { told, n: most.toLocaleString(lang), days: daysInWords(peak.du, peak.au) };
  svg.setAttribute("aria-label", texts.most.replace(/\{(\w+)\}/g, (_, name) => highest[name]));
  return { light(first, last) { lit.setAttribute("d", pathOf(barres.slice(first, last + 1), most, first)); } };
}
