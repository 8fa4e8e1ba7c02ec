// What can be undone and redone: each change of this hand, from a state of a stroke to another. Pure.
const MOST = 200;

export class History {
  #done = [];
  #undone = [];

  get canUndo() { return this.#done.length > 0; }

  get canRedo() { return this.#undone.length > 0; }

  /** Remember a change; what had been undone can no longer be redone. `before` is null for a new stroke. */
  add(uuid, before, after) {
    this.#done.push({ uuid, before, after });
    if (this.#done.length > MOST) this.#done.shift();
    this.#undone = [];
  }

  /** The stroke as it was before the last change; null when it was not there. */
  undo() {
    const change = this.#done.pop();
    if (!change) return null;
    this.#undone.push(change);
    return { uuid: change.uuid, state: change.before, was: change.after };
  }

  /** The stroke as the change that was undone had made it. */
  redo() {
    const change = this.#undone.pop();
    if (!change) return null;
    this.#done.push(change);
    return { uuid: change.uuid, state: change.after, was: change.before };
  }
}
