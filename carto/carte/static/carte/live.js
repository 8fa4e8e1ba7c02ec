// What others add appears here: one tiny document is asked every three seconds, and the rest only when it has changed.
const EVERY = 3000; // ms
const SLOWEST = 60000; // ms: while the server does not answer

/** The versions of all layers in one word, as tiles carry it in their address. */
export const stampOf = (versions) => Object.values(versions).join("-");

/**
 * Calls `changed(versions)` when a layer's version in the document at `address` has moved, since the page was made
 * (`stamp`) for a start. Still while the tab is hidden.
 */
export function followLive(address, stamp, changed) {
  let known = stamp;
  let wait = EVERY;
  let timer = 0;

  async function ask() {
    clearTimeout(timer);
    if (document.hidden) return;
    const answer = await fetch(address, { cache: "no-cache" }).catch(() => null);
    if (answer?.ok) {
      const versions = await answer.json();
      if (stampOf(versions) !== known) changed(versions);
      known = stampOf(versions);
    }
    wait = answer?.ok ? EVERY : Math.min(wait * 2, SLOWEST);
    clearTimeout(timer);
    timer = setTimeout(ask, wait);
  }

  document.addEventListener("visibilitychange", ask);
  ask();
}
