// What has changed since this browser last came. Fed by templates/idees/restitutions/_since.html (data- attributes).
// The date of the last visit stays in the browser; the server is asked about a date, and keeps nothing.
const AGAIN_AFTER = 30 * 60 * 1000; // a page opened twice in a row is one visit

const section = document.querySelector(".since");

function lastVisit(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage refused: there is no last visit
  }
}

function remember(key, moment) {
  try {
    localStorage.setItem(key, moment);
  } catch {
    // Storage refused: the next visit will be a first one.
  }
}

async function tell() {
  const key = `visite:${section.dataset.campagne || "idees"}`;
  const last = lastVisit(key);
  if (!last || Number.isNaN(Date.parse(last))) {
    remember(key, new Date().toISOString());
    return;
  }
  if (Date.now() - Date.parse(last) < AGAIN_AFTER) return;
  const query = new URLSearchParams({ depuis: last, campagne: section.dataset.campagne });
  const answer = await fetch(`${section.dataset.url}?${query}`);
  if (!answer.ok) return;
  const { dit, maintenant } = await answer.json();
  remember(key, maintenant);
  for (const words of dit) {
    const line = document.createElement("li");
    line.textContent = words;
    section.querySelector("ul").append(line);
  }
  section.hidden = !dit.length;
}

if (section) tell();
