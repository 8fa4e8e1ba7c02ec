// Sends what waits, one report after the other, each once. For pages and for the worker: it adds to `self.outbox`.
(() => {
  const REPORTS = "/api/v1/signalements/";
  const TROUBLES = 3; // reports that a server may choke on before we leave it alone
  const PHOTOS_KEPT = 23 * 3600 * 1000; // milliseconds: the server drops photos whose report has not come within a day
  const { outbox } = self;

  /** A photo that went long before its report is gone by now: it goes again, as another. */
  function revive(photo) {
    if (photo.done_at && Date.now() - photo.done_at > PHOTOS_KEPT) {
      Object.assign(photo, { uuid: crypto.randomUUID(), done: false, done_at: 0 });
    }
  }

  async function sendPhotos(report) {
    report.photos.forEach(revive);
    for (const photo of report.photos.filter(({ done, refused }) => !done && !refused)) {
      try {
        const place = await outbox.sendPhoto(photo, report.uuid);
        if (place && !report.fields.longitude && !report.fields.adresse) {
          [report.fields.longitude, report.fields.latitude] = place.split(",");
        }
      } catch (error) {
        if (!(error instanceof outbox.Refused)) throw error;
        // The report is worth more than this photo: it goes without. 409: the form itself has arrived, with its photos.
        if (error.problem.status !== 409) photo.refused = error.message;
      }
      photo.done = !photo.refused;
      photo.done_at = Date.now();
      const { photos, fields } = report;
      await outbox.change(report.uuid, (kept) => ({ ...kept, photos, fields }));
    }
  }

  async function post({ uuid, secret, fields, photos }) {
    const listed = photos.filter(({ done }) => done).map((photo) => photo.uuid);
    const options = {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...fields, uuid, secret, photos: listed }),
    };
    if (fields.named) {
      const proof = await outbox.token();
      if (!proof && !self.document) throw new outbox.Later(true); // the next page that opens can
      options.credentials = "same-origin";
      options.headers["X-CSRFToken"] = proof ?? "";
    }
    const body = await (await outbox.ask(REPORTS, options)).json().catch(() => ({}));
    if (!body.number) throw new outbox.Later(true);
    return body;
  }

  async function sendReport(uuid) {
    const report = await outbox.get(uuid);
    if (!report || !outbox.isDue(report)) return;
    try {
      if (report.kind) {
        await outbox.sendGesture(report);
        return;
      }
      await sendPhotos(report);
      const { number, follow } = await post(report);
      const refused = report.photos.filter((photo) => photo.refused).length;
      await outbox.change(uuid, (kept) => sent(kept, number, new URL(follow).pathname, refused));
    } catch (error) {
      if (!(error instanceof outbox.Refused)) throw error;
      const { title, errors = {} } = error.problem;
      const said = Object.values(errors).flat();
      await outbox.change(uuid, (kept) => ({ ...kept, state: "open", said: said.length ? said : [title] }));
    }
  }

  /** All that stays of a report once it is received: what opens its page. */
  function sent({ uuid, secret, title, place, created_at }, number, follow, refused = 0) {
    return { uuid, secret, title, place, created_at, state: "sent", number, follow, refused, sent_at: Date.now() };
  }

  async function due(tried) {
    return (await outbox.everything()).filter((report) => outbox.isDue(report) && !tried.has(report.uuid));
  }

  async function sendAll() {
    const tried = new Set();
    let troubles = 0;
    for (let reports = await due(tried); reports.length; reports = await due(tried)) {
      for (const { uuid } of reports) {
        tried.add(uuid);
        try {
          await sendReport(uuid);
        } catch (error) {
          if (!(error instanceof outbox.Later)) throw error;
          if (!error.answered || ++troubles === TROUBLES) return false;
        }
      }
    }
    return troubles === 0;
  }

  /** Sends all that waits: true when nothing is left, false when some is, null while another tab or the worker sends. */
  function flush() {
    if (!navigator.locks) return sendAll(); // the server tells the same report from another anyway
    return navigator.locks.request("outbox", { ifAvailable: true }, (lock) => (lock ? sendAll() : null));
  }

  self.outbox = { ...outbox, flush, sent };
})();
