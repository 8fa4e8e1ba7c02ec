// The strokes of a sheet as this page knows them: what the sheet says, what this hand has just done, and undoing it.
import { History } from "./history.js";
import { makeUuid } from "./mine.js";

const SENT = ["uuid", "sorte", "geometry", "usage", "couleur", "mots", "autocollant", "angle", "taille"];
const BLANK = { usage: "", couleur: "", mots: "", autocollant: "", angle: 0, taille: 100, auteur: "", dit: "", idee: "" };

export class Board extends EventTarget {
  strokes = new Map();
  #remote = new Map(); // as the sheet last told them
  #held = new Set(); // ours, whose words a person reads first
  #history = new History();

  constructor(hand, sync) {
    super();
    Object.assign(this, { hand, sync });
    for (const stroke of Object.values(hand.waiting)) if (!stroke.efface) this.strokes.set(stroke.uuid, { ...BLANK, ...stroke });
    sync.addEventListener("strokes", ({ detail }) => this.#apply(detail));
    sync.addEventListener("taken", ({ detail }) => this.#taken(detail));
    sync.addEventListener("refused", ({ detail }) => this.#refused(detail));
  }

  isMine(stroke) { return this.hand.own.has(stroke.uuid); }

  get canUndo() { return this.#history.canUndo; }

  get canRedo() { return this.#history.canRedo; }

  /** A new stroke of this hand. */
  lay(stroke) { return this.#want({ ...BLANK, ...stroke, uuid: makeUuid() }); }

  change(stroke, changes) { return this.#want({ ...stroke, ...changes }); }

  erase(stroke) {
    this.#history.add(stroke.uuid, stroke, null);
    this.#put(stroke, true);
  }

  undo() { return this.#replay(this.#history.undo()); }

  redo() { return this.#replay(this.#history.redo()); }

  #replay(change) {
    if (!change) return false;
    this.#put(change.state ?? change.was, !change.state);
    return true;
  }

  #want(stroke) {
    this.#history.add(stroke.uuid, this.strokes.get(stroke.uuid) ?? null, stroke);
    this.#put(stroke, false);
    return stroke;
  }

  /** On the paper at once, and on its way. */
  #put(stroke, erased) {
    if (erased) this.strokes.delete(stroke.uuid);
    else this.strokes.set(stroke.uuid, stroke);
    this.hand.take(stroke.uuid);
    const sent = Object.fromEntries(SENT.map((name) => [name, stroke[name]]));
    this.sync.send({ ...sent, efface: erased, vu: this.#remote.get(stroke.uuid)?.version ?? null, sur: Boolean(stroke.sur) });
    this.#tell("changed");
  }

  /** What the sheet tells; what this hand has changed and not sent yet stays as it wants it. */
  #apply(traits) {
    for (const trait of traits) {
      this.#remote.set(trait.uuid, trait);
      if (!this.hand.waiting[trait.uuid]) this.#show(trait);
    }
    if (traits.length) this.#tell("changed");
  }

  #show(trait) {
    if (!trait.efface) this.strokes.set(trait.uuid, trait);
    else if (!this.#held.has(trait.uuid)) this.strokes.delete(trait.uuid);
  }

  #taken({ sent, taken, newer }) {
    this.#remote.set(taken.uuid, taken);
    if (taken.retenu) {
      const first = !this.#held.has(taken.uuid);
      this.#held.add(taken.uuid);
      if (first) this.#tell("held", sent);
    } else if (!newer) this.#show(taken);
    this.#tell("changed");
  }

  /** Back to what the sheet says; a stroke changed elsewhere can be had again by undoing. */
  async #refused(why) {
    const { uuid } = why.sent;
    const own = this.strokes.get(uuid);
    if (why.code === "stale") await this.sync.poll();
    const remote = this.#remote.get(uuid);
    if (remote && !remote.efface) this.strokes.set(uuid, remote);
    else this.strokes.delete(uuid);
    if (why.code === "stale" && own) this.#history.add(uuid, own, remote?.efface ? null : remote);
    this.#tell("changed");
    this.#tell("refused", { ...why, stroke: own });
  }

  #tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }
}
