// A reply ready to send fills the form at once: its words, its state, its reason.
// Fed by templates/signalements/desk/_ready_reply.html; without it the button « Préremplir » does the same.
const form = document.querySelector("[data-answer]");
const select = form.elements.modele;

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
  words.focus();
}

if (select) {
  select.addEventListener("change", fill);
  form.querySelector(".fill").hidden = true;
}
