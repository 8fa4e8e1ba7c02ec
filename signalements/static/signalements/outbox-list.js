// What waits on this device and what was sent from it, each with its state. Fed by templates/signalements/_outbox.html:
// a <template> for a row, and the sentences in data- attributes.
import "./outbox-store.js";
import { wake } from "./outbox-wake.js";

const { outbox } = self;
const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

function button(row, name, act) {
  const found = row.querySelector(`[data-act="${name}"]`);
  found.hidden = !act;
  if (act) found.addEventListener("click", act);
}

function link(row, name, address) {
  const found = row.querySelector(`[data-link="${name}"]`);
  found.hidden = !address;
  if (address) found.href = address;
}

/** « Ce que le serveur n’a pas pris », or how many photos it could not read. */
function remark(report, { dataset }) {
  if (report.state === "open") return (report.said ?? []).join(" ");
  return report.refused ? dataset.without : "";
}

function stateOf(report, { dataset }) {
  if (report.state === "sent") return `${dataset.sent} ${report.number}`;
  return report.state === "open" ? dataset.open : dataset.waiting;
}

function draw(report, section) {
  const row = section.querySelector("template").content.cloneNode(true).firstElementChild;
  row.dataset.state = report.state;
  const title = report.title || section.dataset.untitled;
  row.querySelector(".title").textContent = title;
  for (const gesture of row.querySelectorAll(".gestures > *")) {
    gesture.setAttribute("aria-label", `${gesture.textContent.trim()} : ${title}`); // read alone, it says of which one
  }
  row.querySelector(".when").textContent = [day.format(report.created_at), report.place].filter(Boolean).join(" · ");
  row.querySelector(".state").textContent = stateOf(report, section);
  const told = row.querySelector(".remark");
  told.textContent = remark(report, section);
  told.hidden = !told.textContent;
  link(row, "follow", report.state === "sent" && report.follow);
  link(row, "complete", report.state === "open" && completing(report));
  button(row, "send", report.state === "waiting" && wake);
  button(row, "remove", () => { if (report.state === "sent" || confirm(section.dataset.sure)) outbox.remove(report.uuid); });
  return row;
}

/** The form with the place and the category that the report has; the rest is filled in from this device. */
function completing({ uuid, fields }) {
  const query = new URLSearchParams({ reprendre: uuid, categorie: fields.categorie ?? "" });
  if (fields.longitude) { query.set("lon", fields.longitude); query.set("lat", fields.latitude); }
  return `/signaler/?${query}`;
}

const kept = {
  waiting: ({ state }) => state !== "sent" && state !== "handed",
  sent: ({ state }) => state === "sent",
};

function show(section, reports, mine) {
  const chosen = reports.filter(kept[section.dataset.kept]).filter(({ uuid }) => uuid !== mine).reverse();
  const most = Number(section.dataset.most);
  section.hidden = chosen.length === 0;
  section.querySelector(".count").textContent = chosen.length ? `(${chosen.length})` : "";
  section.querySelector("ul").replaceChildren(...chosen.slice(0, most).map((report) => draw(report, section)));
  const more = section.querySelector(".more");
  more.hidden = chosen.length <= most;
  more.querySelector(".rest").textContent = String(chosen.length - most);
}

/**
 * Keeps every such list of the page as the device has it; `[data-empty]` is shown while all are empty.
 * `filling` says which report a form of the page already shows, by its uuid: the lists leave it out.
 */
export function watchLists(filling = () => "") {
  const sections = [...document.querySelectorAll("[data-kept]")];
  const empty = document.querySelector("[data-empty]");
  let asked = false;
  const refresh = async () => {
    asked = false;
    const reports = await outbox.all().catch(() => []);
    for (const section of sections) show(section, reports, filling());
    if (empty) empty.hidden = reports.length > 0;
  };
  self.addEventListener("outbox", () => {
    if (!asked) setTimeout(refresh, 500); // two hundred sent in a row are drawn a few times
    asked = true;
  });
  return refresh();
}
