// Asks the server, and sends it photos in pieces (tus 1.0.0). For pages and for the worker: it adds to `self.outbox`.
(() => {
  const PHOTOS = "/api/v1/photos/";
  const PIECE = 256 * 1024; // bytes: what is lost at most when the line breaks
  const PATIENCE = 60_000; // milliseconds
  const VERSION = { "Tus-Resumable": "1.0.0" };
  const PROBLEM = "application/problem+json";

  /** Not now: no network, a server that is down or busy. `answered` when something was at the other end. */
  class Later extends Error {
    constructor(answered = false) {
      super("later");
      this.answered = answered;
    }
  }

  /** Never like this: the server read it and says what is wrong (`problem`, RFC 9457). */
  class Refused extends Error {
    constructor(problem) {
      super(problem.title);
      this.problem = problem;
    }
  }

  /** The server's answer, or throws Later or Refused. What answers without speaking our language (a hotel's portal) is no server. */
  async function ask(address, options) {
    const signal = AbortSignal.timeout?.(PATIENCE);
    const answer = await fetch(address, { cache: "no-store", credentials: "omit", redirect: "error", signal, ...options })
      .catch(() => { throw new Later(); });
    if (answer.ok) return answer;
    const busy = [408, 423, 425, 429].includes(answer.status) || answer.status >= 500;
    if (busy || !answer.headers.get("Content-Type")?.startsWith(PROBLEM)) throw new Later(true);
    throw new Refused(await answer.json().catch(() => { throw new Later(true); }));
  }

  /** What proves to the server that this is wanted by the page of whoever is signed in. */
  async function token() {
    if (self.document) return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1];
    return (await self.cookieStore?.get("csrftoken"))?.value;
  }

  async function tus(address, method, headers, body) {
    const answer = await ask(address, { method, headers: { ...VERSION, ...headers }, body });
    if (!answer.headers.has("Tus-Resumable")) throw new Later(true);
    return answer;
  }

  /** The next bytes. Those that do not follow what is there, or that come after a day, begin again at the next try. */
  async function piece(address, offset, blob) {
    const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) };
    try {
      return await tus(address, "PATCH", headers, blob.slice(offset, offset + PIECE));
    } catch (error) {
      if (error instanceof Refused && [404, 409].includes(error.problem.status)) throw new Later(true);
      throw error;
    }
  }

  /** Sends a photo of a report from where it was left; resolves with where it was taken (« longitude,latitude », or ""). */
  async function sendPhoto({ uuid, blob }, fiche) {
    const headers = {
      "Upload-Length": String(blob.size),
      "Upload-Metadata": `photo ${btoa(uuid)},fiche ${btoa(fiche)}`,
    };
    const begun = await tus(PHOTOS, "POST", headers);
    const address = begun.headers.get("Location");
    let offset = Number(begun.headers.get("Upload-Offset"));
    let answer = offset === blob.size ? await tus(address, "HEAD") : begun;
    while (offset < blob.size) {
      answer = await piece(address, offset, blob);
      offset = Number(answer.headers.get("Upload-Offset"));
    }
    return answer.headers.get("Photo-Place") ?? "";
  }

  self.outbox = { ...self.outbox, ask, token, sendPhoto, Later, Refused };
})();
