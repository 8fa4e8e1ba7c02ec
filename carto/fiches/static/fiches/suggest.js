// Addresses, streets and places under a text field, while one types. Buttons in a list: every keyboard and reader knows them.
export function suggest(input, address, choose) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.hidden = true;
  (input.closest(".ask") ?? input).after(list);
  let timer = 0;
  let turn = 0;

  function show(hits) {
    list.replaceChildren(...hits.map((hit) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = hit.detail ? `${hit.label} · ${hit.detail}` : hit.label;
      button.addEventListener("click", () => {
        input.value = hit.label;
        list.hidden = true;
        input.focus();
        choose(hit);
      });
      item.append(button);
      return item;
    }));
    list.hidden = hits.length === 0;
  }

  async function ask() {
    const mine = ++turn;
    const words = input.value.trim();
    if (words.length < 3) return show([]);
    const answer = await fetch(`${address}?q=${encodeURIComponent(words)}`).catch(() => null);
    if (!answer?.ok || mine !== turn) return undefined;
    const { resultats } = await answer.json();
    return show(resultats.filter((hit) => hit.kind !== "fiche" && hit.kind !== "territoire").slice(0, 5));
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 200); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") list.hidden = true;
    else if (event.key === "Enter") {
      event.preventDefault(); // Enter here looks for a place: it must not send the form
      input.form.querySelector(".find")?.click();
      list.hidden = true;
    } else if (event.key === "ArrowDown" && !list.hidden) {
      event.preventDefault();
      list.querySelector("button")?.focus();
    }
  });
}
