// On a phone the families of categories are folded, so that the whole choice is one screen; a search opens them all.
// Fed by templates/signalements/_categories.html. Without JavaScript they are open.
const families = [...document.querySelectorAll("details.family")];
const search = document.querySelector("#filtre-categories");
const narrow = matchMedia("(max-width: 34rem)");

const chosen = (family) => Boolean(family.querySelector("input:checked"));

function fold() {
  const looking = Boolean(search?.value.trim());
  for (const family of families) family.open = !narrow.matches || looking || chosen(family);
}

search?.addEventListener("input", fold);
narrow.addEventListener("change", fold);
fold();
