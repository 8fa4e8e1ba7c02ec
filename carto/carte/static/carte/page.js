// The map page. Opens the map, then hands it to the modules below, one per thing that a person does.
// Fed by templates/carte/map.html: every text and address is there.
import { openMap } from "../carto/map.js";
import { followAround } from "./around.js";
import { followBranches } from "./branches.js";
import { followDownload } from "./download.js";
import { openDrawer } from "./drawer.js";
import { followFilters } from "./filters.js";
import { followFrame } from "./frame.js";
import { followKeys } from "./keys.js";
import { followLaid } from "./laid.js";
import { followLive } from "./live.js";
import { followMesure } from "./mesure.js";
import { followPins } from "./pinned.js";
import { followPosition } from "./position.js";
import { preparePrint } from "./print.js";
import { followScale } from "./scale.js";
import { say } from "./said.js";
import { followSearch } from "./search.js";
import { followSheet } from "./sheet.js";
import { stampIn } from "./tiles.js";
import { followTools } from "./tools.js";
import { followView } from "./view.js";

const element = document.getElementById("carte");

/** Where the map opens: at the address's #zoom/latitude/longitude, else at the fiche that it names, else over the city. */
function opening() {
  if (location.hash || !element.dataset.at) return {};
  return { center: element.dataset.at.split(",").map(Number), zoom: 16.5 };
}

/** The player weighs nothing until somebody asks for it. */
function offerReplay(map, filters) {
  const button = document.querySelector('[data-tool="replay"]');
  let replay = null;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      replay ??= (await import("./replay.js")).makeReplay(map, filters);
    } catch (error) {
      console.warn(error);
      say(button.dataset.failed);
      return;
    }
    replay.open(button);
  });
}

async function start() {
  followSheet();
  let map;
  try {
    map = await openMap(element, { label: element.dataset.label, hash: true, ...opening() });
  } catch (error) {
    delete document.documentElement.dataset.scripts; // no map: the page reads as a page
    element.remove();
    console.warn(error);
    return;
  }
  followFrame(map);
  const drawer = openDrawer(map);
  const view = followView(map);
  const mesure = followMesure(map, drawer);
  const filters = followFilters(map, { refresh(said) { view.refresh(said); mesure.refresh(said); } });
  const pins = followPins(map, drawer);
  followLaid(map, drawer);
  followBranches(map, drawer);
  // A click or Enter opens what is on top: a pin, else the coloured territory or street under it, else « autour d’ici ».
  followKeys(map, followAround(map, drawer, { at: (...where) => pins.at(...where) || mesure.at(...where) }));
  followPosition(map);
  followScale(map);
  followSearch(map, pins);
  followTools(map);
  followDownload(map);
  preparePrint(map, view);
  followLive(element.dataset.versions, stampIn(map), (versions) => { mesure.renew(versions); filters.refresh(versions); });
  offerReplay(map, filters);
  if (element.dataset.opened) pins.open(element.dataset.opened);
}

start();
