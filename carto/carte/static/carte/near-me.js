// « Là où je suis »: the list again, the nearest first. Without this one writes an address.
const button = document.querySelector("[data-near-me]");

if (button && navigator.geolocation) {
  const told = button.parentElement.querySelector('[role="status"]');
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      const address = new URL(location.href);
      for (const name of ["ordre", "graine", "page", "pres"]) address.searchParams.delete(name);
      address.searchParams.set("lat", coords.latitude.toFixed(6));
      address.searchParams.set("lon", coords.longitude.toFixed(6));
      location.assign(address);
    }, () => { told.textContent = button.dataset.refused; }, { timeout: 10000, maximumAge: 60000 });
  });
}
