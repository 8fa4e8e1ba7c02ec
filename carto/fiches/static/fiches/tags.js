// Tags that others have used, while one types the last word. Buttons: every keyboard and reader knows them.
for (const input of document.querySelectorAll("[data-tags]")) {
  const list = document.createElement("ul");
  list.className = "tag-suggestions";
  list.hidden = true;
  input.after(list);
  let timer = 0;
  let turn = 0;

  const words = () => input.value.split(",").map((word) => word.trim());

  function show(names) {
    const there = words().map((word) => word.toLocaleLowerCase());
    list.replaceChildren(...names.filter((name) => !there.includes(name.toLocaleLowerCase())).map((name) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = name;
      button.addEventListener("click", () => {
        input.value = [...words().slice(0, -1), name].join(", ") + ", ";
        list.hidden = true;
        input.focus();
      });
      item.append(button);
      return item;
    }));
    list.hidden = list.children.length === 0;
  }

  async function ask() {
    const mine = ++turn;
    const last = words().at(-1);
    if (last.length < 2) return show([]);
    const answer = await fetch(`${input.dataset.tags}?q=${encodeURIComponent(last)}`).catch(() => null);
    return answer?.ok && mine === turn ? show((await answer.json()).etiquettes) : undefined;
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 200); });
  input.addEventListener("keydown", (event) => { if (event.key === "Escape") list.hidden = true; });
}
