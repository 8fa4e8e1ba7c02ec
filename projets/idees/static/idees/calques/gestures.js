// What a finger on the map does with the tool in hand: look, lay, write, move, rub out.
import { askWords, button, currentInk, currentSticker, currentTool, currentUse, link, offer, panel } from "./panel.js";
import { say, word } from "./words.js";

const TURN = 30; // degrees
const GROW = 25; // percent

export class Gestures {
  constructor({ map, paper, board, tools, keyboard, propose }) {
    Object.assign(this, { map, paper, board, tools, keyboard, propose, chosen: null });
    map.on("click", ({ point, lngLat }) => this.touch(point, [lngLat.lng, lngLat.lat]));
    panel.addEventListener("tool", ({ detail }) => this.use(detail));
    panel.addEventListener("ink", () => this.use(currentTool(), { keep: true }));
    for (const source of [tools, keyboard]) source?.addEventListener("drawn", ({ detail }) => this.drawn(detail));
    keyboard?.addEventListener("here", ({ detail }) => this.touch(map.project(detail.spot), detail.spot));
    keyboard?.addEventListener("points", ({ detail }) => this.#points(detail.count));
    tools?.addEventListener("moved", ({ detail }) => { this.moved = { ...detail.stroke, geometry: detail.geometry }; });
    tools?.addEventListener("released", ({ detail }) => this.#released(detail.stroke));
  }

  use(tool, { keep = false } = {}) {
    if (!keep) this.choose(null);
    this.tools.use(tool, currentInk());
    this.keyboard.use(tool);
    this.map.getContainer().dataset.tool = tool;
    if (["free", "line", "area", "sticker", "text"].includes(tool)) this.#points(0, false);
  }

  /** Buttons that do what the keys do: a point at the middle of the map, and the end of the line. */
  #points(count, aloud = true) {
    const { keyboard } = this;
    if (!["free", "line", "area", "sticker", "text"].includes(keyboard.tool)) return;
    const put = button("⌖", () => keyboard.put());
    put.setAttribute("aria-label", word("put"));
    const finish = button(word("finish"), () => this.#finish());
    offer(put, ...(count ? [finish] : []));
    if (count && aloud) say(word("point", { n: count }));
  }

  #finish() { if (!this.keyboard.finish()) say(word("few", { n: this.keyboard.least - this.keyboard.count })); }

  drawn({ sorte, geometry }) {
    this.board.lay({ sorte, geometry, couleur: currentInk(), usage: currentUse() });
    say(word("drawn"));
  }

  async touch(point, spot) {
    const at = spot.map((degrees) => Number(degrees.toFixed(7)));
    const doing = {
      look: () => this.look(point),
      sticker: () => this.#lay({ sorte: "sticker", autocollant: currentSticker()?.code }, at),
      text: () => this.#write(at),
      edit: () => this.edit(point),
      rub: () => this.rub(point),
    };
    await doing[currentTool()]?.();
  }

  #lay(stroke, coordinates) {
    if (stroke.sorte === "sticker" && !stroke.autocollant) return;
    this.board.lay({ ...stroke, geometry: { type: "Point", coordinates }, couleur: currentInk(), usage: currentUse() });
    say(word("drawn"));
  }

  async #write(at) {
    const mots = await askWords();
    if (mots) this.#lay({ sorte: "text", mots }, at);
  }

  /** What a stroke is, whose, and the way to take it up. */
  look(point) {
    const stroke = this.paper.at(point);
    if (!stroke) { offer(); say(word("look")); return; }
    const whose = word("by", { nom: stroke.auteur || word("anonymous") });
    say([stroke.dit, stroke.mots && `« ${stroke.mots} »`, whose].filter(Boolean).join(" · "));
    if (stroke.idee) offer(link(word("taken"), stroke.idee));
    else if (stroke.version) offer(link(word("take"), this.#proposal(stroke)));
  }

  #proposal(stroke) {
    const spot = stroke.geometry.coordinates.flat(3);
    const middle = 2 * Math.floor(spot.length / 4);
    const asked = new URLSearchParams({ trait: stroke.uuid, lon: spot[middle], lat: spot[middle + 1] });
    if (stroke.autocollant) asked.set("autocollant", stroke.autocollant);
    return `${this.propose}?${asked}`;
  }

  #mine(point) {
    const stroke = this.paper.at(point, (each) => this.board.isMine(each));
    if (!stroke) say(word(this.paper.at(point) ? "others" : "nothing"));
    return stroke;
  }

  rub(point) {
    const stroke = this.#mine(point);
    if (!stroke) return;
    this.board.erase(stroke);
    say(word("erased"));
  }

  edit(point) {
    if (this.paper.hidden.size) return; // the tool holds one: a touch beside it lets it go
    const stroke = this.#mine(point);
    this.choose(stroke);
    if (!stroke) return;
    if (["sticker", "text"].includes(stroke.sorte)) { this.#hold(stroke); return; }
    this.paper.hidden.add(stroke.uuid);
    if (!this.tools.hold(stroke)) {
      this.paper.hidden.delete(stroke.uuid);
      say(word("several"));
      return;
    }
    this.board.dispatchEvent(new Event("changed"));
  }

  #released(stroke) {
    this.paper.hidden.delete(stroke.uuid);
    const moved = this.moved?.uuid === stroke.uuid ? this.moved : null;
    this.moved = null;
    if (moved) { this.board.change(stroke, { geometry: moved.geometry }); say(word("changed")); }
    else this.board.dispatchEvent(new Event("changed"));
  }

  choose(stroke) {
    if (this.chosen) this.paper.marker(this.chosen)?.setDraggable(false).removeClassName("chosen");
    this.chosen = stroke?.uuid ?? null;
    if (!stroke && currentTool() === "edit") offer();
  }

  /** A picture or a word in hand: it follows the finger; a picture turns and grows too. */
  #hold(stroke) {
    const marker = this.paper.marker(stroke.uuid);
    if (!marker) return;
    this.chosen = stroke.uuid;
    marker.setDraggable(true).addClassName("chosen");
    marker.on("dragend", () => this.#change(stroke, { geometry: { type: "Point", coordinates: marker.getLngLat().toArray() } }));
    const sized = (step) => () => this.#change(stroke, { taille: Math.max(50, Math.min(300, stroke.taille + step)) });
    const act = (text, name, run) => { const made = button(text, run); made.setAttribute("aria-label", name); return made; };
    if (stroke.sorte === "sticker") {
      offer(act("↻", word("turn"), () => this.#change(stroke, { angle: (stroke.angle + TURN) % 360 })),
        act("+", word("larger"), sized(GROW)), act("−", word("smaller"), sized(-GROW)));
    } else offer(button(word("write"), async () => { const mots = await askWords(stroke.mots); if (mots) this.#change(stroke, { mots }); }));
  }

  #change(stroke, changes) {
    const changed = this.board.change(stroke, changes);
    say(word("changed"));
    this.#hold(changed);
  }
}
