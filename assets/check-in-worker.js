// Answers for the check-in pages of a meeting while there is no connection (see check-in.js).
//
// It is asked to answer below /check-in/ (where the codes of badges lead) and below the check-in of the
// meeting that the device was made ready for, and nowhere else. A page that the portal does not give in time
// becomes the one page that works without it; what that page is made of comes from the cache. Nothing else
// is kept here, and nothing that is sent is touched.
const SHELL = '/check-in/shell'
const PATIENCE = 6000

addEventListener('install', () => skipWaiting())
addEventListener('activate', event => event.waitUntil(clients.claim()))

const inTime = work => new Promise((done, failed) => {
  const late = setTimeout(() => failed(new Error('late')), PATIENCE)
  work.then(done, failed).finally(() => clearTimeout(late))
})

async function kept(request, name) {
  try {
    return await inTime(fetch(request))
  } catch {
    return await caches.match(name, { ignoreVary: true }) ?? Response.error()
  }
}

addEventListener('fetch', event => {
  const { request } = event
  if (request.method !== 'GET') return
  if (request.mode === 'navigate') event.respondWith(kept(request, SHELL))
  else if (new URL(request.url).pathname.startsWith('/static/')) event.respondWith(kept(request, request))
})
