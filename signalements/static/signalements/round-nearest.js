// « Le plus proche maintenant »: along the streets when the server answers, as the crow flies without a network.
import { tell, words } from "./round-stops.js";

const PATIENCE = 4_000; // milliseconds
const DEGREE = 111_195; // metres of latitude

function crow({ longitude, latitude }, { dataset }) {
  const east = (Number(dataset.longitude) - longitude) * Math.cos((latitude * Math.PI) / 180);
  return Math.hypot(east, Number(dataset.latitude) - latitude) * DEGREE;
}

async function asked(round, { longitude, latitude }) {
  const address = `${round.dataset.nearest}?lon=${longitude.toFixed(6)}&lat=${latitude.toFixed(6)}`;
  const answer = await fetch(address, { signal: AbortSignal.timeout?.(PATIENCE) }).catch(() => null);
  return answer?.ok ? answer.json().catch(() => null) : null;
}

async function point(round, here) {
  const left = [...round.querySelectorAll("[data-stop]")].filter(({ dataset }) => !dataset.outcome);
  if (!left.length) { tell(words("none")); return; }
  const found = await asked(round, here);
  // The device may know of gestures that the server has not received.
  const known = found && left.find(({ dataset }) => dataset.stop === String(found.stop));
  const stop = known || left.reduce((best, each) => (crow(here, each) < crow(here, best) ? each : best));
  const metres = known ? found.metres : Math.round(crow(here, stop));
  const rank = stop.querySelector(".rank").textContent;
  const said = words("near").replace("{n}", rank).replace("{m}", metres.toLocaleString(document.documentElement.lang));
  tell(known ? said : `${said} (${words("straight")})`);
  stop.scrollIntoView({ block: "start" });
  stop.focus({ preventScroll: true });
}

export function offerNearest(round) {
  const button = round.querySelector("[data-near-button]");
  if (!navigator.geolocation) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    tell(words("locating"));
    const refused = () => tell(words("lost"));
    navigator.geolocation.getCurrentPosition(({ coords }) => point(round, coords), refused, {
      enableHighAccuracy: true, timeout: 10_000, maximumAge: 15_000,
    });
  });
}
