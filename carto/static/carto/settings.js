// What the page says to the map modules (templates/_importmap.html, templatetags/carte.py: map_settings).
let read;

export function settings() {
  read ??= JSON.parse(document.getElementById("carte-reglages").textContent);
  return read;
}
