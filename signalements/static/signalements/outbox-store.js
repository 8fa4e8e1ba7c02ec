// What waits on this device, in IndexedDB: each report with its photos, until it has been received.
// Read by pages (import) and by the worker (importScripts, which knows no export): it fills `self.outbox`.
//
// A report: { uuid, secret, state, title, place, fields, photos: [{ uuid, blob, done, refused }], created_at, … }
// state: "waiting" (goes as soon as it can), "handed" (the browser is sending the form itself), "open" (to be completed
// by the person), "sent" (only what follows it is left: number, follow, secret).
// A crew's gesture waits here too: { uuid, kind: "gesture", state, address, fields, photos, stop, round, created_at }, "held" for the
// moment in which it can still be taken back.
(() => {
  const STORE = "envois";
  const HANDED_FOR = 120_000; // milliseconds: a form that the browser has not delivered by then goes the other way
  const HELD_FOR = 5_000; // milliseconds
  const said = "BroadcastChannel" in self ? new BroadcastChannel("outbox") : null;
  let opening;

  function open() {
    opening ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open("carte-commune", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "uuid" });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => { opening = null; reject(asked.error); };
    });
    return opening;
  }

  /** Resolves once what `work` asked of the store is on the disk: a phone may be switched off the moment after. */
  async function run(mode, work) {
    const transaction = (await open()).transaction(STORE, mode, { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    const asked = work(transaction.objectStore(STORE));
    await done;
    if (mode === "readwrite") tell();
    return asked?.result;
  }

  function tell() {
    said?.postMessage("changed");
    self.dispatchEvent(new Event("outbox"));
  }

  /** Keeps reports; rejects with a QuotaExceededError when the device is full. */
  const put = (...reports) => run("readwrite", (store) => { for (const each of reports) store.put(each); });
  const get = (uuid) => run("readonly", (store) => store.get(uuid));
  const remove = (...uuids) => run("readwrite", (store) => { for (const uuid of uuids) store.delete(uuid); });

  /** All that is kept, oldest first. */
  async function everything() {
    const kept = await run("readonly", (store) => store.getAll());
    return kept.sort((a, b) => a.created_at - b.created_at);
  }

  /** The reports; or what is of another kind. */
  const all = async (kind) => (await everything()).filter((each) => each.kind === kind);

  /** Writes what `becomes(report)` returns in its place, in one go; one that was removed meanwhile does not come back. */
  function change(uuid, becomes) {
    return run("readwrite", (store) => {
      const asked = store.get(uuid);
      asked.onsuccess = () => { if (asked.result) store.put(becomes(asked.result)); };
    });
  }

  /** Whether it is to be sent from here now. */
  function isDue({ state, handed_at: at, created_at: made }) {
    if (state === "held") return Date.now() - made >= HELD_FOR;
    return state === "waiting" || (state === "handed" && Date.now() - at > HANDED_FOR);
  }

  /** The browser could not deliver a form: whatever it was given goes from here. */
  async function release() {
    for (const { uuid, state } of await all()) {
      if (state === "handed") await change(uuid, (report) => ({ ...report, state: "waiting" }));
    }
  }

  if (said) said.onmessage = () => self.dispatchEvent(new Event("outbox"));
  self.outbox = { ...self.outbox, put, get, remove, all, everything, change, isDue, release };
})();
