// Shows the questions that apply to the answers given, and says at once when an answer means: not here, call somebody.
// Fed by templates/signalements/_questions.html (data- attributes); signalements/questions.py decides again when it is sent.
const form = document.querySelector(".add form");
const stopped = form.querySelector(".stopped");
const why = form.querySelector(".why-not"); // in the bar, where « Envoyer » was

const answers = (question) => [...question.querySelectorAll("input:checked")].map(({ value }) => value);

/** Whether a question applies: always, or after one of the answers it waits for to a question that applies itself. */
function applies(question, block) {
  const { when } = question.dataset;
  if (!when) return true;
  const before = block.find(({ dataset }) => dataset.name === when);
  const awaited = question.dataset.answers.split(" ");
  return Boolean(before) && !before.hidden && answers(before).some((code) => awaited.includes(code));
}

/** The words of the first answer that stops, in the category chosen: their element, right under its question. */
function stop(questions) {
  for (const question of questions.filter(({ hidden }) => !hidden)) {
    const codes = answers(question);
    const said = [...question.querySelectorAll(".stop-said")].find(({ dataset }) => codes.includes(dataset.option));
    if (said) return said;
  }
  return null;
}

function look() {
  for (const asked of form.querySelectorAll(".asked")) {
    const block = [...asked.querySelectorAll(".question")];
    for (const question of block) question.hidden = !applies(question, block);
  }
  const chosen = form.querySelector(".category:has(:checked) + .asked");
  const said = chosen ? stop([...chosen.querySelectorAll(".question")]) : null;
  for (const each of form.querySelectorAll(".stop-said")) each.hidden = each !== said;
  stopped.setAttribute("role", "alert");
  stopped.querySelector("span").textContent = said?.textContent ?? "";
  stopped.hidden = why.hidden = !said;
  form.toggleAttribute("data-stopped", Boolean(said));
}

why.querySelector("a").addEventListener("click", (event) => {
  event.preventDefault();
  const question = form.querySelector(".stop-said:not([hidden])").closest(".question");
  question.querySelector("input:checked").focus({ preventScroll: true });
  question.scrollIntoView({ block: "center" });
});
form.addEventListener("change", look);
look();
