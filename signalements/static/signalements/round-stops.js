// What a stop of a round shows of what was done there, here and not yet sent, or sent; and how far the round is.
const round = document.querySelector("[data-round]");
const told = round?.querySelector("[data-told]");
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" });

export const words = (name) => round.dataset[name];
export const tell = (text) => { if (told.textContent !== text) told.textContent = text; };

const STATES = { held: "sending", waiting: "waiting", sent: "sent", open: "refused" };

/** What the server said, kept aside the first time something of this device is written over it. */
function before(stop) {
  stop.dataset.served ??= stop.dataset.outcome;
  const said = stop.querySelector("[data-said]");
  said.dataset.served ??= said.textContent;
  const when = stop.querySelector("[data-when]");
  when.dataset.served ??= when.textContent;
  return { said, when };
}

/** The stop with the last gesture of this device on it, if any; `isLast` offers to take it back. */
export function drawStop(stop, gesture, isLast) {
  const { said, when } = before(stop);
  const refused = stop.querySelector("[data-refused]");
  refused.hidden = gesture?.state !== "open";
  if (!refused.hidden) refused.querySelector("[data-why]").textContent = (gesture.said ?? []).join(" ");
  const counts = gesture && gesture.state !== "open";
  const outcome = counts ? gesture.fields.outcome : "";
  stop.dataset.outcome = counts ? outcome.replace("undo", "") : stop.dataset.served;
  said.textContent = counts ? words(outcome) : said.dataset.served;
  when.textContent = counts ? clock.format(gesture.created_at) : when.dataset.served;
  stop.querySelector("[data-state]").textContent = counts ? words(STATES[gesture.state]) : "";
  stop.querySelector("[data-noted]").hidden = !stop.dataset.outcome && !counts;
  if (counts) stop.querySelector(".undo").hidden = !isLast || outcome === "undo";
  else if (stop.dataset.served === "") stop.querySelector(".undo").hidden = true;
}

/** How many stops are settled, and what waits for a network. */
export function settle(element, waiting) {
  const stops = [...element.querySelectorAll("[data-stop]")];
  const done = stops.filter(({ dataset }) => dataset.outcome).length;
  element.querySelector("progress").value = done;
  element.querySelector("[data-settled]").textContent = words("count").replace("{n}", done).replace("{of}", stops.length);
  element.querySelector("[data-queue]").textContent = waiting ? `${waiting} ${words("waiting")}` : "";
  const next = stops.find(({ dataset }) => !dataset.outcome);
  const link = element.querySelector("[data-next]");
  if (!link) return;
  link.hidden = !next;
  if (next) link.href = `#${next.id}`;
}
