// Light or dark: the person's choice on this device first, the system's otherwise (theme.js reads it before the first paint).
const system = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;

export function currentTheme() {
  return root.dataset.theme ?? (system.matches ? "dark" : "light");
}

/** Calls `listen(theme)` each time the colours change, for whatever reason. */
export function onTheme(listen) {
  let last = currentTheme();
  const look = () => {
    if (currentTheme() === last) return;
    last = currentTheme();
    listen(last);
  };
  new MutationObserver(look).observe(root, { attributeFilter: ["data-theme"] });
  system.addEventListener("change", look);
}

export function toggleTheme() {
  root.dataset.theme = currentTheme() === "dark" ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
}
