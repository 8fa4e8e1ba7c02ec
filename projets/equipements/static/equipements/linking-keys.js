// The queue of links by keyboard: letters work on the suggestion that has the focus, and nowhere else.
const cards = [...document.querySelectorAll(".link-queue > li[data-link]")];
const NEXT = "carte:rattachement-suivant";

/** Move the focus to a suggestion, if there is one there. */
function go(at) {
  cards[at]?.focus();
}

function pressed(event) {
  const at = cards.indexOf(event.target);
  if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") go(at + 1);
  else if (event.key === "k") go(at - 1);
  else if (event.key === "c") {
    sessionStorage.setItem(NEXT, String(at));
    cards[at].querySelector("form[data-confirm]").requestSubmit();
  } else return;
  event.preventDefault();
}

document.addEventListener("keydown", pressed);
document.querySelector(".link-keys")?.classList.add("on");
const kept = sessionStorage.getItem(NEXT);
if (kept !== null) {
  sessionStorage.removeItem(NEXT);
  go(Math.min(Number(kept), cards.length - 1));
}
