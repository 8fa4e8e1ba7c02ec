// The panel in which a fiche's card or « autour d’ici » slides in. One at a time; Escape or × closes it.
import { say } from "./said.js";

const drawer = document.querySelector(".drawer");
const drawn = drawer.querySelector(".drawn");

/** The drawer of the page: `show(address, options)` and `close()`. */
export function openDrawer(map) {
  let before = null; // what had the focus
  let closed = null; // what to do once closed
  let turn = 0;

  function close() {
    if (drawer.hidden) return;
    turn += 1;
    drawer.hidden = true;
    delete document.body.dataset.drawer;
    const back = before?.isConnected ? before : map.getCanvas();
    before = null;
    closed?.();
    closed = null;
    back.focus({ preventScroll: true });
  }

  function reveal(page) {
    drawn.replaceChildren(...page.body.childNodes);
    drawn.scrollTop = 0;
    drawer.hidden = false;
    document.body.dataset.drawer = "";
    drawer.setAttribute("aria-label", drawn.querySelector("h2")?.textContent.trim() ?? "");
    drawer.focus({ preventScroll: true });
  }

  /** Fetches the fragment at `address` (one of ours, escaped by the server) and shows it. Resolves to whether it did. */
  async function show(address, { onClose } = {}) {
    const mine = ++turn;
    closed?.();
    closed = onClose ?? null;
    if (drawer.hidden) before = document.activeElement;
    const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
    if (mine !== turn) return false;
    if (!answer || answer.status === 404 || answer.status >= 500) {
      say(drawer.dataset.failed);
      return false;
    }
    reveal(new DOMParser().parseFromString(await answer.text(), "text/html"));
    return true;
  }

  drawer.querySelector(".close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || drawer.hidden) return;
    event.preventDefault(); // one Escape closes one thing
    close();
  });
  return { show, close, element: drawer };
}
