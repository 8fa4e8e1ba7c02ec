// Works out one challenge of the ALTCHA protocol (version 2, PBKDF2/SHA-256): the counter whose key begins as asked.
const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

async function derive({ nonce, salt, cost, keyLength }, counter) {
  const password = new Uint8Array(nonce.length / 2 + 4);
  password.set(bytes(nonce));
  new DataView(password.buffer).setUint32(nonce.length / 2, counter);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  return hex(await crypto.subtle.deriveBits(
    { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost }, key, keyLength * 8,
  ));
}

async function solve(challenge) {
  const began = performance.now();
  for (let counter = 0; ; counter++) {
    const derivedKey = await derive(challenge.parameters, counter);
    if (derivedKey.startsWith(challenge.parameters.keyPrefix)) {
      return { challenge, solution: { counter, derivedKey, time: Math.round(performance.now() - began) } };
    }
  }
}

self.addEventListener("message", async ({ data }) => {
  self.postMessage(btoa(JSON.stringify(await solve(data))));
});
