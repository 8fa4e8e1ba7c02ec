// Says who will answer, by when and what is planned here, each time the category or the place changes.
// Fed by templates/signalements/report.html: .before[data-address]; the server draws _before.html.
const said = document.querySelector(".before");
const form = said.closest("form");
const receiver = document.querySelector(".receiver"); // what the chosen card says: read without network
const WAIT = 300; // ms
const BREATH = 100; // ms between emptying a line and filling it, so that it is read aloud
let timer = 0;
let turn = 0;
let asked = "";
let spoken = "";

function question() {
  const categorie = form.querySelector("[name=categorie]:checked")?.value;
  if (!categorie) return "";
  const [lon, lat] = [form.elements.longitude.value, form.elements.latitude.value];
  return String(new URLSearchParams(lon ? { categorie, lon, lat } : { categorie }));
}

/** The server's words, unless they stand there already: written again, it would be read aloud again. */
function show(page) {
  const [now, then] = [said, page.body].map(({ firstElementChild }) => firstElementChild);
  if (now && then ? !now.isEqualNode(then) : now !== then) said.replaceChildren(...page.body.childNodes);
}

/** One of the two speaks: the server's words hold the card's, which are read aloud, once, when they are alone. */
function stand(alone) {
  receiver.hidden = !alone;
  if (!alone) spoken = "";
  const { textContent } = receiver;
  if (!alone || textContent === spoken) return;
  spoken = textContent;
  receiver.textContent = "";
  receiver.setAttribute("role", "status");
  setTimeout(() => { receiver.textContent ||= textContent; }, BREATH);
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
  show(page);
  stand(said.childElementCount === 0);
}

function later() {
  receiver.removeAttribute("role"); // until one knows which of the two speaks
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT);
}

form.addEventListener("change", later);
form.addEventListener("input", later);
// A pin that is moved writes hidden fields: no event of theirs bubbles, so the attribute tells.
const watch = new MutationObserver(later);
for (const name of ["longitude", "latitude"]) watch.observe(form.elements[name], { attributes: true, attributeFilter: ["value"] });
later();
