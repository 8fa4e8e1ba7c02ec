// On a small map the sources of the base fold behind their button, where OpenStreetMap's guideline lets them be.
export function foldAttribution(box) {
  const attribution = box.querySelector(".maplibregl-ctrl-attrib");
  attribution?.classList.remove("maplibregl-compact-show");
  attribution?.removeAttribute("open");
}
