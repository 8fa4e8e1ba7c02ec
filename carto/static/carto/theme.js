// Read before the first paint, so that a chosen light or dark never flashes, and pages know that scripts run.
// The choice stays on this device.
(() => {
  document.documentElement.dataset.scripts = "on";
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
})();
