// Sends a crew's gesture at a stop with its photos, in the name of whoever is signed in; the server takes each once.
// For pages and for the worker: it adds to `self.outbox`.
(() => {
  async function sendGesture({ uuid, address, fields, photos }) {
    const { ask, token, change, Later } = self.outbox;
    const proof = await token();
    if (!proof && !self.document) throw new Later(true); // the next page that opens can
    const body = new FormData();
    for (const [name, value] of Object.entries({ ...fields, gesture: uuid })) body.append(name, value);
    for (const { blob } of photos) body.append("photos", blob, "photo");
    const headers = { Accept: "application/json", "X-CSRFToken": proof ?? "" };
    // From here on it may have been received, even if no answer comes.
    await change(uuid, (gesture) => ({ ...gesture, state: "waiting", tried: true }));
    const answer = await ask(address, { method: "POST", body, headers, credentials: "same-origin" });
    const said = await answer.json().catch(() => { throw new Later(true); });
    await change(uuid, (gesture) => ({ ...gesture, state: "sent", photos: [], outcome: said.outcome, sent_at: Date.now() }));
  }

  self.outbox = { ...self.outbox, sendGesture };
})();
