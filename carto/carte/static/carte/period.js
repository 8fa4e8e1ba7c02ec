// The period of the filter form: two days, usual periods in one touch, and a kind word when the end comes first.

/**
 * Starts, and lets the form hear a change. `holds()` tells whether the two days make a period, and says it beside them;
 * `days()` are the last that did; `set(from, to)` writes them.
 */
export function followPeriod(form) {
  const { depuis, jusqua } = form.elements;
  const presets = [...form.querySelectorAll(".presets a")];
  const told = document.getElementById("periode-inverse");
  let kept = { depuis: depuis.value, jusqua: "" }; // as the server does with a period that ends before it begins

  function mark() {
    for (const link of presets) {
      const mine = link.dataset.depuis === depuis.value && link.dataset.jusqua === jusqua.value;
      if (mine) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  function holds() {
    const backwards = Boolean(depuis.value && jusqua.value && depuis.value > jusqua.value);
    told.hidden = !backwards;
    for (const [name, value] of [["aria-invalid", "true"], ["aria-describedby", told.id]]) {
      if (backwards) jusqua.setAttribute(name, value);
      else jusqua.removeAttribute(name);
    }
    mark();
    // A year that is still being typed (0002, 0020…) is out of the field's bounds.
    const good = !backwards && depuis.validity.valid && jusqua.validity.valid;
    if (good) kept = { depuis: depuis.value, jusqua: jusqua.value };
    return good;
  }

  function set(from, to) {
    depuis.value = from;
    jusqua.value = to;
  }

  function choose(event, from, to) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // its link stays a link
    event.preventDefault();
    set(from, to);
    form.dispatchEvent(new Event("change"));
  }

  for (const link of presets) link.addEventListener("click", (event) => choose(event, link.dataset.depuis, link.dataset.jusqua));
  told.querySelector("[data-swap]").addEventListener("click", (event) => {
    choose(event, jusqua.value, depuis.value);
    depuis.focus();
  });
  holds();
  return { holds, set, days: () => kept };
}
