// On the page of a case: what will be read is shown without leaving it; ready-reply.js fills the form.
// Fed by templates/signalements/desk/_case_answer.html; without it the button « Voir » does the same.
const form = document.querySelector("[data-answer]");
const select = form.elements.modele;
const shown = form.querySelector(".foreseen");
let turn = 0;

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

select?.addEventListener("change", () => shown.replaceChildren()); // what was shown is of other words
form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button?.value !== "apercu" || button.dataset.plain) return;
  event.preventDefault();
  look(button);
});
