// A form of choices asks again as soon as one of them changes; its button stays, for whoever has no script.
for (const form of document.querySelectorAll("form[data-asks]")) {
  form.addEventListener("change", () => form.requestSubmit());
  form.addEventListener("submit", () => { // what is not chosen is not said: short addresses
    for (const field of form.querySelectorAll("select")) field.disabled = !field.value;
  });
}
// Coming back to the page: its choices can be made again.
addEventListener("pageshow", () => { for (const field of document.querySelectorAll("form[data-asks] select")) field.disabled = false; });
for (const field of document.querySelectorAll("#lien, #code")) field.addEventListener("focus", () => field.select());
