// Shows the frames of a replay one after another: the next one is asked for only once the last one is on the map.

const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

/**
 * `project(frame)` puts a frame on the map and resolves once it is there; `told(i, frame)` hears of each one at once,
 * and `rested()` that the play is over. Gives `load(frames, i)`, `go(i)`, `play(pause)` (ms between two), `rest()`.
 */
export function makeProjector({ project, told, rested }) {
  let frames = [];
  let at = 0;
  let coming = null; // the promise of the frame that is on its way
  let run = null; // which play this is

  /** Whoever hurries over several frames gets the last one. */
  async function draw() {
    let shown;
    do {
      shown = frames[at];
      await project(shown);
    } while (frames.length && shown !== frames[at]);
    coming = null;
  }

  function go(i) {
    if (!frames.length) return;
    at = Math.min(Math.max(i, 0), frames.length - 1);
    told(at, frames[at]);
    coming ??= draw();
  }

  function rest() {
    if (!run) return;
    run = null;
    rested();
  }

  async function play(pause) {
    const mine = {};
    run = mine;
    if (at === frames.length - 1) go(0);
    for (;;) {
      await Promise.all([coming, wait(pause())]);
      if (run !== mine) return;
      if (at >= frames.length - 1) { rest(); return; }
      go(at + 1);
    }
  }

  return {
    load(made, i = 0) { frames = made; go(i); },
    go,
    play,
    rest,
    get at() { return at; },
    get frame() { return frames[at]; },
    get playing() { return Boolean(run); },
  };
}
