// Photos leave as soon as they are chosen, and say where they were taken; what the network refuses leaves with the form.
// Fed by templates/fiches/_photos.html.
import { field, open, put } from "./spot.js";

const input = document.querySelector('input[type="file"][name="photos"]');
const list = document.querySelector(".kept[data-upload]");
const said = document.querySelector(".photo-said");
const coming = new Set();
const left = []; // files that could not leave yet

function keepForLater() {
  const files = new DataTransfer();
  for (const file of left) files.items.add(file);
  input.files = files.files;
}

const token = () => field("csrfmiddlewaretoken").value;
const room = () => Number(list.dataset.most) - list.children.length;

/** The button that takes a photo out again: of the list, of the server when it is there, of the form otherwise. */
function removable(item, file) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "remove";
  button.textContent = "×";
  button.setAttribute("aria-label", list.dataset.remove.replace("{n}", [...list.children].indexOf(item) + 1));
  button.addEventListener("click", () => {
    if (item.dataset.uuid) {
      fetch(`${list.dataset.upload}${item.dataset.uuid}/`, { method: "DELETE", headers: { "X-CSRFToken": token() } });
    }
    const rank = left.indexOf(file);
    if (rank >= 0) left.splice(rank, 1);
    keepForLater();
    item.remove();
    changed();
    input.focus();
  });
  item.querySelector(".choice")?.remove();
  item.append(button);
}

const changed = () => list.dispatchEvent(new CustomEvent("photos", { bubbles: true, detail: list.children.length }));

function preview(file) {
  const item = document.createElement("li");
  const image = document.createElement("img");
  image.alt = list.dataset.alt;
  image.src = URL.createObjectURL(file);
  image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
  const state = document.createElement("span");
  state.className = "coming";
  state.textContent = list.dataset.coming;
  item.append(image, state);
  list.append(item);
  changed();
  return item;
}

function arrived(item, { uuid, place }) {
  item.dataset.uuid = uuid;
  item.querySelector("img").src = `/photos/${uuid}/`; // a HEIC that this browser cannot draw is a JPEG by now
  if (place && open()) put({ ...place, by: "photo" });
}

async function send(file) {
  const item = preview(file);
  const body = new FormData();
  body.append("uuid", field("uuid").value);
  body.append("photo", file);
  const answer = await fetch(list.dataset.upload, { method: "POST", body, headers: { "X-CSRFToken": token() } }).catch(() => null);
  item.querySelector(".coming").remove();
  if (answer?.status === 201) arrived(item, await answer.json());
  else if (answer && answer.status < 500 && answer.status !== 403) {
    const { detail, title } = await answer.json().catch(() => ({}));
    said.textContent = detail || title || "";
    item.remove();
  } else {
    left.push(file);
    keepForLater();
    said.textContent = list.dataset.later;
  }
  if (item.isConnected) removable(item, file);
  changed();
}

function take() {
  const files = [...input.files].filter((file) => !left.includes(file));
  keepForLater();
  said.textContent = files.length > room() ? list.dataset.tooMany : "";
  for (const file of files.slice(0, Math.max(room(), 0))) {
    const going = send(file).finally(() => coming.delete(going));
    coming.add(going);
  }
}

if (input && list) {
  input.addEventListener("change", take);
  for (const item of list.children) removable(item);
  input.form.addEventListener("submit", async (event) => {
    if (!coming.size) return;
    event.preventDefault(); // the photos first, then the form, by the same button
    await Promise.all(coming);
    input.form.requestSubmit(event.submitter);
  });
}
