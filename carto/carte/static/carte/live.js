// What others add appears here: one tiny document is asked every three seconds, and the rest only when it has changed.
const EVERY = 3000; // ms
const SLOWEST = 60000; // ms: while the server does not answer

/** Calls `changed(versions)` when a layer's version in the document at `address` has moved. Still while the tab is hidden. */
export function followLive(address, changed) {
  let known = null;
  let wait = EVERY;
  let timer = 0;

  async function ask() {
    clearTimeout(timer);
    if (document.hidden) return;
    const answer = await fetch(address, { cache: "no-cache" }).catch(() => null);
    if (answer?.ok) {
      const text = await answer.text();
      if (known !== null && text !== known) changed(JSON.parse(text));
      known = text;
    }
    wait = answer?.ok ? EVERY : Math.min(wait * 2, SLOWEST);
    clearTimeout(timer);
    timer = setTimeout(ask, wait);
  }

  document.addEventListener("visibilitychange", ask);
  ask();
}
