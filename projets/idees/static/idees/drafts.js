// Tells that somebody has just written in this draft. Saving brings both together, whether this was read or not.
const EVERY = 4000;
const news = document.querySelector(".news[data-state]");
const form = news?.nextElementSibling;
const typed = () => [...form.elements].some((field) => field.name !== "hand" && field.defaultValue !== undefined && field.value !== field.defaultValue);

function tell({ version, hand, published }) {
  if (published) { say(news.dataset.published, true); return; }
  if (version <= Number(news.dataset.version)) return;
  const who = hand ? news.dataset.named.replace("{hand}", hand) : news.dataset.somebody;
  if (typed()) say(`${who} ${news.dataset.typing}`);
  else say(who, true);
}

/** Shows the words once; with `reload`, a link to what is new: nothing typed would be lost by it. */
function say(words, reload) {
  if (news.dataset.said === words) return;
  news.dataset.said = words;
  news.hidden = false;
  news.textContent = words;
  if (!reload) return;
  const link = document.createElement("a");
  link.href = location.pathname;
  link.textContent = news.dataset.untouched;
  news.append(" ", link);
}

async function ask() {
  if (!document.hidden) {
    const answer = await fetch(news.dataset.state).catch(() => null);
    if (answer?.ok) tell(await answer.json());
  }
  setTimeout(ask, EVERY);
}

// The name that one gives oneself is kept by this browser alone, for the next turn.
const hand = form?.elements.hand;
if (hand) {
  try {
    hand.value ||= localStorage.getItem("main") || "";
    form.addEventListener("submit", () => localStorage.setItem("main", hand.value));
  } catch { /* a browser that keeps nothing: the name is typed again */ }
}
if (news && form) setTimeout(ask, EVERY);
