// Read before the first paint, so that a chosen light or dark never flashes. The choice stays on this device.
(() => {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
})();
