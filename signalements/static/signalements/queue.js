// The desk's queue: the map beside the list, the shortcuts, what is chosen, and counts that stay true.
import { followKeys } from "./queue-keys.js";
import { followChosen } from "./queue-chosen.js";
import { followCounts } from "./queue-counts.js";
import { showMap, toggleMap } from "./queue-map.js";

const wide = matchMedia("(min-width: 64rem)");
const toMap = document.querySelector("[data-to-map]");
toMap.hidden = false;
toMap.addEventListener("click", toggleMap);
followKeys();
followChosen();
followCounts();
toMap.setAttribute("aria-expanded", String(wide.matches));
if (wide.matches) showMap();
