// What a click on a place of the map shows: its candidates, the highest first, each with its page.
import { keyOf, nameOf, themeOf } from "./lines.js";
import { number, say } from "./words.js";

const MOST = 5;

function item(text, score, href) {
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = href;
  link.textContent = text;
  const mark = document.createElement("span");
  mark.className = "mark";
  mark.textContent = number(score);
  line.append(link, mark);
  return line;
}

/** `ranks`: of the place's rows, in order. */
export function hereOf({ table, scores, pages, suffix }, ranks) {
  const card = document.createElement("div");
  card.className = "here";
  const title = document.createElement("h3");
  title.textContent = nameOf(table, ranks[0]);
  const list = document.createElement("ul");
  list.className = "short";
  for (const i of ranks.slice(0, MOST)) list.append(item(themeOf(table, i), scores[i], `${pages}${keyOf(table, i)}/${suffix}`));
  card.append(title, list);
  if (ranks.length > MOST) {
    const more = document.createElement("p");
    more.textContent = say("more", { n: ranks.length - MOST });
    card.append(more);
  }
  return card;
}
