// Where what is on the calendar takes place: one dot a spot, a link to what is there or a list of it. Fed by templates/demarches/agenda.html.
import { Marker, Popup } from "maplibre-gl";
import { foldAttribution } from "../fiches/attribution.js";
import { openMap } from "../carto/map.js";

const box = document.querySelector(".agenda-map");

function hideFiches(map) {
  for (const { id } of map.getStyle().layers.filter(({ source }) => source === "fiches")) {
    map.setLayoutProperty(id, "visibility", "none");
  }
}

function opened(map, at, more, from) {
  const list = document.createElement("ul");
  list.className = "agenda-several";
  for (const [title, address] of more) {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = title;
    list.appendChild(document.createElement("li")).append(link);
  }
  const popup = new Popup({ closeButton: false, maxWidth: "18rem" }).setLngLat(at).setDOMContent(list).addTo(map);
  list.addEventListener("keydown", ({ key }) => { if (key === "Escape") { popup.remove(); from.focus(); } });
  list.querySelector("a").focus();
}

function dot(map, [longitude, latitude, count, titles, address, rank = "", kind = "", more = []]) {
  const element = document.createElement(more.length ? "button" : "a");
  if (more.length) {
    element.type = "button";
    element.addEventListener("click", (event) => {
      event.stopPropagation(); // the map would close it at once
      opened(map, [longitude, latitude], more, element);
    });
  } else element.href = address;
  element.className = "agenda-dot";
  if (kind) element.dataset.kind = kind;
  element.title = titles;
  element.textContent = rank || (count > 1 ? String(count) : "");
  new Marker({ element }).setLngLat([longitude, latitude]).addTo(map);
  element.setAttribute("aria-label", count > 1 ? `${count} : ${titles}` : `${rank} ${titles}`.trim());
  element.setAttribute("role", more.length ? "button" : "link");
}

async function show() {
  const spots = JSON.parse(document.getElementById("agenda-lieux").textContent);
  box.hidden = false;
  const bounds = box.dataset.box.split(",").map(Number);
  const view = { bounds, fitBoundsOptions: { padding: 40, maxZoom: 16 } };
  const map = await openMap(box, { ...view, style: box.dataset.style, label: box.dataset.label });
  hideFiches(map);
  map.once("idle", () => foldAttribution(box));
  for (const spot of spots) dot(map, spot);
}

show().catch(() => { box.hidden = true; });
