// Takes over with the next page that is opened, never in the middle of one.
// Shows the offline page where a page cannot be reached. No page of anybody's is kept, only the files named above.
const PAGE = KEPT[0];

self.addEventListener("install", (event) => {
  // The page is fetched anew; the others change their names whenever they change.
  const fresh = KEPT.map((path) => new Request(path, { cache: path === PAGE ? "reload" : "default" }));
  event.waitUntil(caches.open(NAME).then((kept) => kept.addAll(fresh)));
});

self.addEventListener("activate", (event) => {
  const others = (names) => Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(others));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(PAGE)));
    return;
  }
  const { origin, pathname } = new URL(request.url);
  if (origin === location.origin && KEPT.includes(pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(pathname)));
  }
});
