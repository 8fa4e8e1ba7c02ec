// Under suspicion, the device works a few seconds so that a person need not look: no picture to read, nobody else asked.
// Fed by templates/fiches/trust/_waiting.html. Where it cannot run, the fiche waits for a person, as the page says.
const line = document.querySelector(".proof");

async function show(solution) {
  const body = new URLSearchParams({ altcha: solution });
  const answer = await fetch(line.dataset.answer, { method: "POST", body, credentials: "omit" }).catch(() => null);
  line.textContent = answer?.ok ? line.dataset.done : "";
  if (!answer?.ok) return;
  const notice = line.closest("section"); // what it said is over
  for (const each of notice.children) each.hidden = each !== line;
  notice.classList.replace("waiting", "good");
}

if (line && window.crypto?.subtle) {
  line.textContent = line.dataset.working;
  const worker = new Worker(line.dataset.worker);
  worker.addEventListener("message", ({ data }) => { worker.terminate(); show(data); });
  worker.addEventListener("error", () => { line.textContent = ""; });
  worker.postMessage(JSON.parse(line.dataset.challenge));
}
