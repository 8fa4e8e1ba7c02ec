// Notifications of what one follows; imported by the site's service worker.
// `data`: {title, body, url, tag, lang}, encrypted for this browser alone. A newer one about the same fiche replaces the older.
self.addEventListener("push", (event) => {
  const { title, body, url, tag, lang } = event.data.json();
  const shown = { body, tag, lang, renotify: true, data: { url } };
  event.waitUntil(self.registration.showNotification(title, shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = new URL(event.notification.data.url, self.location.origin);
  if (address.origin !== self.location.origin) return;
  event.waitUntil(open(address.href));
});

/** The window that shows it already, or a new one. */
async function open(address) {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find((each) => each.url === address);
  return there ? there.focus() : self.clients.openWindow(address);
}
