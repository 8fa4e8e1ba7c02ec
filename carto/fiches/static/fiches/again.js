// « Modifier » after the preview: what will be changed is no longer what the preview shows, so that it goes.
// Fed by templates/fiches/add.html. Without JavaScript the preview stays above.
const again = document.querySelector("details.again");

again.addEventListener("toggle", () => {
  if (!again.open) return;
  document.querySelector(".preview")?.remove();
  again.querySelector("summary").hidden = true;
  const fields = [...again.querySelectorAll('input:not([type="hidden"]), textarea, select')];
  fields.find((field) => field.checkVisibility())?.focus();
});
