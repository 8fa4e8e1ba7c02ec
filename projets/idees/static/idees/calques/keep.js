// This browser remembers the secret of a sheet that it opened, so that its page offers to look after it. Not a module,
// and in the head: « Dessiner » is not there to be tapped before the secret is kept. `ownerKey` (mine.js) reads it.
try {
  const secret = location.pathname.split("/").at(-2);
  localStorage.setItem(`calque-cle:${document.currentScript.dataset.calque}`, JSON.stringify(secret));
} catch { /* no storage allowed: the link is all there is, as the page says */ }
