// The way between this page and the sheet: what is new every two seconds, and our strokes, each until it has been taken.
// A stroke is sent whole under its own uuid: sent twice it is one stroke, and what waits offline is only its last state.
import { ownerKey } from "./mine.js";

const EVERY = 2000; // milliseconds: another hand's stroke is seen within three seconds
const LATER = 5000;
const AT_ONCE = 25; // strokes a sending

export class Sync extends EventTarget {
  #tag = "";
  #version = 0;
  #busy = false;

  constructor(box, hand, { signed, closed }) {
    super();
    Object.assign(this, { address: box.dataset.strokes, uuid: box.dataset.uuid, hand, signed, closed });
    addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) { this.flush(); this.poll(); } });
  }

  start() {
    this.#turn();
    if (!this.closed) this.flush();
  }

  async #turn() {
    const there = document.hidden ? true : await this.poll();
    setTimeout(() => this.#turn(), there ? EVERY : LATER);
  }

  #tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }

  /** Ask what is new; false when nobody answers. */
  async poll() {
    const headers = this.#tag ? { "If-None-Match": this.#tag } : {};
    const answer = await fetch(`${this.address}?depuis=${this.#version}`, { headers, cache: "no-store" }).catch(() => null);
    if (answer?.status === 410) this.#tell("gone");
    const there = Boolean(answer && (answer.ok || answer.status === 304));
    if (answer?.ok) {
      const told = await answer.json();
      this.#tag = answer.headers.get("ETag") ?? "";
      this.#version = told.version;
      this.#tell("strokes", told.traits);
      if (told.clos !== this.closed) this.#tell("closed", (this.closed = told.clos));
    }
    this.#tell("state", { there, waiting: Object.keys(this.hand.waiting).length });
    return there;
  }

  /** Have a stroke leave, now or as soon as somebody answers. */
  send(stroke) {
    this.hand.waiting[stroke.uuid] = stroke;
    this.hand.save();
    this.flush();
  }

  async flush() {
    if (this.#busy || !Object.keys(this.hand.waiting).length) return;
    this.#busy = true;
    const leaving = Object.values(this.hand.waiting).slice(0, AT_ONCE);
    const went = await this.#post(leaving).catch(() => false);
    this.#busy = false;
    if (!went) setTimeout(() => this.flush(), LATER);
    else if (Object.keys(this.hand.waiting).length) this.flush();
    this.#tell("state", { there: went, waiting: Object.keys(this.hand.waiting).length });
  }

  async #post(leaving) {
    const body = JSON.stringify({ main: this.hand.secret, cle: ownerKey(this.uuid), signer: this.signed(), traits: leaving });
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    const answer = await fetch(this.address, { method: "POST", body, headers }).catch(() => null);
    if (!answer || answer.status >= 500 || answer.status === 429) return false;
    const told = await answer.json().catch(() => ({}));
    for (const sent of leaving) this.#settle(sent, told, answer.ok || told.refus ? "" : told.title);
    return true;
  }

  /** What became of one stroke; one that changed again while it was away leaves again. */
  #settle(sent, told, whole) {
    const taken = told.traits?.find(({ uuid }) => uuid === sent.uuid);
    const refused = told.refus?.[sent.uuid] ?? (whole ? { code: told.code, dit: whole } : null);
    const newer = this.hand.waiting[sent.uuid] !== sent;
    if (newer && taken) this.hand.waiting[sent.uuid].vu = taken.version;
    if (!newer) delete this.hand.waiting[sent.uuid];
    this.hand.save();
    if (taken) this.#tell("taken", { sent, taken, newer });
    else if (refused) this.#tell("refused", { sent, ...refused });
  }
}
