// Follows a bulk action: the bar moves on, and the page is read again once it is over.
// Fed by templates/signalements/bulk/page.html.
const bar = document.querySelector("#bulk-progress[data-address]");
const past = document.querySelector("[data-past]");
const EVERY = 1500; // ms
const LATER = 10_000; // after the network has failed

async function look() {
  let wait = EVERY;
  try {
    const answer = await fetch(bar.dataset.address, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const told = await answer.json();
    bar.value = told.past;
    past.textContent = told.past.toLocaleString(document.documentElement.lang);
    if (told.over) {
      location.reload();
      return;
    }
  } catch {
    wait = LATER;
  }
  setTimeout(look, wait);
}

if (bar) setTimeout(look, EVERY);
