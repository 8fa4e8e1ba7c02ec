// On the page of a case: a reply ready to send fills the form at once, and what will be read is shown without leaving it.
// Fed by templates/signalements/desk/_case_answer.html; without it the buttons « Préremplir » and « Voir » do the same.
const form = document.querySelector("[data-answer]");
const select = form.elements.modele;
const shown = form.querySelector(".foreseen");
let turn = 0;

function choose(field, value) {
  if (field && [...field.options].some((option) => option.value === value)) field.value = value;
}

/** The reply's words, below those typed by hand; another reply's words give way. */
function fill() {
  const { text, after, closing } = select.selectedOptions[0].dataset;
  if (!text) return;
  const words = form.elements.public_text;
  const ready = [...select.options].map(({ dataset }) => dataset.text);
  const typed = words.value.trim();
  words.value = typed && !ready.includes(typed) ? `${typed}\n\n${text}` : text;
  if (after) choose(form.elements.after, after);
  choose(form.elements.closing, closing);
  shown.replaceChildren();
  words.focus();
}

async function look(button) {
  const mine = ++turn;
  const body = new FormData(form, button);
  body.append("fragment", "1");
  body.delete("photos");
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  if (mine !== turn) return;
  if (!answer || ![200, 422].includes(answer.status)) { // signed out, perhaps: the page itself says what is wrong
    button.dataset.plain = "1";
    form.requestSubmit(button);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  shown.replaceChildren(...page.body.childNodes);
}

if (select) {
  select.addEventListener("change", fill);
  form.querySelector(".fill").hidden = true;
}
form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button?.value !== "apercu" || button.dataset.plain) return;
  event.preventDefault();
  look(button);
});
