// On the form that the worker keeps for when there is no network: every opening is a new report, with a new identity, and
// what the address says is read here. Runs before the form's other modules.
import { identity } from "./outbox-form.js";

const form = document.querySelector(".add form[enctype]");

if (form && document.documentElement.hasAttribute("data-kept-page")) {
  const { uuid, secret } = identity();
  form.elements.uuid.value = uuid;
  form.elements.secret.value = secret;
  const asked = new URLSearchParams(location.search);
  const [lon, lat] = [Number(asked.get("lon")), Number(asked.get("lat"))];
  if (lon && lat) {
    form.elements.longitude.value = lon.toFixed(6);
    form.elements.latitude.value = lat.toFixed(6);
  }
  for (const card of form.querySelectorAll('[name="categorie"]')) card.checked = card.value === asked.get("categorie");
}
