// Says who will answer, by when and what is planned here, each time the category or the place changes.
// Fed by templates/signalements/report.html: .before[data-address]; the server draws _before.html.
const said = document.querySelector(".before");
const form = said.closest("form");
const receiver = document.querySelector(".receiver"); // what one reads without network
const WAIT = 300; // ms
let timer = 0;
let turn = 0;
let asked = "";

function question() {
  const categorie = form.querySelector("[name=categorie]:checked")?.value;
  if (!categorie) return "";
  const [lon, lat] = [form.elements.longitude.value, form.elements.latitude.value];
  return String(new URLSearchParams(lon ? { categorie, lon, lat } : { categorie }));
}

async function ask() {
  const query = question();
  if (query === asked) return;
  asked = query;
  const mine = ++turn;
  const answer = query ? await fetch(`${said.dataset.address}?${query}`).catch(() => null) : null;
  if (mine !== turn) return;
  if (!answer?.ok) asked = ""; // without network: asked again at the next change
  const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : document.implementation.createHTMLDocument();
  if (mine !== turn) return;
  said.replaceChildren(...page.body.childNodes);
  if (receiver) receiver.hidden = said.childElementCount > 0;
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT);
}

form.addEventListener("change", later);
form.addEventListener("input", later);
// A pin that is moved writes hidden fields: no event of theirs bubbles, so the attribute tells.
const watch = new MutationObserver(later);
for (const name of ["longitude", "latitude"]) watch.observe(form.elements[name], { attributes: true, attributeFilter: ["value"] });
later();
