// Counts of the queues and of the kept views, read again while somebody looks at the page.
const tabs = document.querySelector("[data-counts]");
const EVERY = 60_000; // ms
const written = new Intl.NumberFormat(document.documentElement.lang);

function write(link, count, most) {
  const place = link?.querySelector("[data-count]");
  if (place) place.textContent = count > most ? `${written.format(most)}+` : written.format(count);
}

async function read() {
  if (document.hidden) return;
  const answer = await fetch(tabs.dataset.counts).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const { most, files, views } = await answer.json();
  for (const [code, count] of Object.entries(files)) write(document.querySelector(`[data-file="${CSS.escape(code)}"]`), count, most);
  for (const [key, count] of Object.entries(views)) write(document.querySelector(`[data-view="${CSS.escape(key)}"]`), count, most);
}

export function followCounts() {
  if (document.querySelector("[data-view]")) read();
  setInterval(read, EVERY);
}
