// One's voice, recorded on the page: it goes into the file field, which works without any of this.
// Fed by templates/idees/spoken/_field.html.
import { asWav } from "./wav.js";

const room = document.querySelector("fieldset.voice");
const input = room?.querySelector('input[type="file"]');
const part = (name) => room.querySelector(`[data-do="${name}"]`);
const player = room?.querySelector(".voice-tools audio");
const longest = Number(room?.dataset.longest);
const able = Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder && window.OfflineAudioContext);
let recorder = null;
let asked = false; // the microphone, and not answered yet
let done = Promise.resolve(); // once what is being recorded is in the field

function say(words, wrong = false) {
  const said = room.querySelector(".voice-said");
  said.textContent = words;
  said.toggleAttribute("data-wrong", wrong);
}

function show(state) {
  part("record").hidden = !able || state !== "empty";
  part("stop").hidden = state !== "recording";
  player.hidden = part("remove").hidden = state !== "full";
  room.querySelector(".field").hidden = state === "full"; // one voice at a time
}

const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

function hold(file) {
  const files = new DataTransfer();
  if (file) files.items.add(file);
  input.files = files.files;
  heard();
}

/** What is in the field can be heard, whoever put it there. */
function heard() {
  if (player.src) URL.revokeObjectURL(player.src);
  player.removeAttribute("src");
  const [file] = input.files;
  if (file) player.src = URL.createObjectURL(file);
  show(file ? "full" : "empty");
}

async function record() {
  if (asked) return;
  asked = true;
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch((error) => {
    say(error.name === "NotAllowedError" ? room.dataset.denied : room.dataset.none, true);
  });
  asked = false;
  if (!stream) return;
  const pieces = [];
  recorder = new MediaRecorder(stream);
  recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
  done = new Promise((resolve) => {
    recorder.addEventListener("stop", () => resolve(keep(stream, pieces)), { once: true });
  });
  recorder.start();
  show("recording");
  part("stop").focus();
  say(room.dataset.going);
  count(Date.now());
}

function count(since) {
  if (recorder?.state !== "recording") return;
  const seconds = Math.min(Math.floor((Date.now() - since) / 1000), longest);
  room.querySelector(".clock").textContent = `${minutes(seconds)} / ${minutes(longest)}`;
  if (seconds < longest) setTimeout(() => count(since), 250);
  else stop(room.dataset.full);
}

function stop(words) {
  if (recorder?.state !== "recording") return;
  recorder.stop();
  say(words);
}

async function keep(stream, pieces) {
  for (const track of stream.getTracks()) track.stop(); // the light of the microphone goes out
  const raw = new Blob(pieces, { type: recorder.mimeType });
  recorder = null;
  const file = await asWav(raw, longest).catch(() => null);
  if (!file) say(room.dataset.unread, true);
  hold(file ?? new File([raw], "voix", { type: raw.type }));
  part("remove").focus();
}

if (room) {
  room.querySelector(".voice-tools").hidden = false;
  if (able) input.removeAttribute("capture"); // the recorder is here: the field is for what was recorded elsewhere
  show("empty");
  part("record").addEventListener("click", record);
  part("stop").addEventListener("click", () => stop(room.dataset.kept));
  part("remove").addEventListener("click", () => {
    hold(null);
    say(room.dataset.gone);
    (able ? part("record") : input).focus();
  });
  input.addEventListener("change", heard);
  input.form.addEventListener("submit", async (event) => {
    if (input.files.length && !navigator.onLine) {
      event.preventDefault();
      say(room.dataset.offline, true);
    } else if (recorder) {
      event.preventDefault(); // what is being said first, then the form, by the same button
      stop(room.dataset.kept);
      await done;
      input.form.requestSubmit(event.submitter);
    }
  });
}
