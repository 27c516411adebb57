// The check-in of a meeting on a device that may lose its connection.
//
// What it keeps, in the database "check-in" of the browser: `people` (names, functions, parties and the hashes
// of their codes), `presses` (id of the press, id of the delegate, when; no names) and `about` (of which meeting
// the list is, when it was read, the name of the device). The pages themselves are in the cache "check-in"; its
// worker (check-in-worker.js) shows them where the portal can't be reached.
//
// A press is kept first and sent then. Each has an id of its own and tells how long ago it was, so that sent
// twice it counts once, and the clock of the device may be wrong. Names are forgotten after a day, when the
// meeting is over, on logging out (the portal asks the browser) and by the button; presses once they are sent.
(async () => {
  const box = document.querySelector('[data-check-in]')
  if (!box || !window.indexedDB || !window.crypto?.subtle) return
  const { checkIn: meeting, list, sync, page, scope, worker, icons, language } = box.dataset
  const find = name => box.querySelector(`[data-${name}]`)
  const DAY = 24 * 3600 * 1000, EVERY = 20_000, MOST = 20

  // ---------------------------------------------------------------- what is kept

  const db = await new Promise((done, failed) => {
    const asked = indexedDB.open('check-in', 1)
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore('people', { keyPath: 'id' })
      asked.result.createObjectStore('presses', { keyPath: 'client_id' })
      asked.result.createObjectStore('about')
    }
    asked.onsuccess = () => done(asked.result)
    asked.onerror = () => failed(asked.error)
  })
  const within = (store, mode, work) => new Promise((done, failed) => {
    const transaction = db.transaction(store, mode)
    const asked = work(transaction.objectStore(store))
    transaction.oncomplete = () => done(asked?.result)
    transaction.onabort = transaction.onerror = () => failed(transaction.error)
  })
  const all = store => within(store, 'readonly', rows => rows.getAll())
  const get = key => within('about', 'readonly', rows => rows.get(key))
  const put = (key, value) => within('about', 'readwrite', rows => rows.put(value, key))
  const replace = rows => within('people', 'readwrite', store => { store.clear(); rows.forEach(row => store.put(row)) })

  let people = [], presses = [], timer, busy = false, csrf = ''

  // Names of another meeting, and names older than a day
  const forget = async () => {
    const about = await get('list')
    if (!about || about.meeting === meeting && about.at + DAY >= Date.now()) return
    people = []
    await replace([])
    await put('list', null)
  }

  const read = async () => {
    await forget()
    people = await all('people')
    presses = await all('presses')
  }

  const wipe = async () => {
    clearInterval(timer)
    people = []
    await Promise.all(['people', 'presses', 'about'].map(store => within(store, 'readwrite', rows => rows.clear())))
    db.close()
    indexedDB.deleteDatabase('check-in')
    await window.caches?.delete('check-in')
    for (const one of await navigator.serviceWorker?.getRegistrations() ?? []) await one.unregister()
    find('work').hidden = true
  }

  // ---------------------------------------------------------------- what is shown

  const since = person => person.here ?? presses.find(press => press.delegate === person.id)?.at ?? null
  const plain = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const hashed = async text => Array.from(
    new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))),
    byte => byte.toString(16).padStart(2, '0')).join('')

  // Whom the words in the field, or the address of the page, ask for
  const matching = async () => {
    const words = find('work').querySelector('#who').value.trim()
    if (!words) return [await ofAddress(location.pathname)].filter(Boolean)
    const scanned = await ofAddress(words) ?? await ofCode(words)
    if (scanned) return [scanned]
    const wanted = plain(words).split(/\s+/)
    return people.filter(person => wanted.every(word => person.search.includes(word)))
  }
  const ofCode = async code => { const hash = await hashed(code); return people.find(person => person.code === hash) }
  const ofAddress = async address => {
    const number = address.match(/\/meetings\/[^/]+\/check-in\/(\d+)\//), code = address.match(/\/check-in\/([\w-]{16,})\/?$/)
    if (number) return people.find(person => person.id === +number[1])
    return code ? ofCode(code[1]) : undefined
  }

  const card = person => {
    const made = find('person').content.cloneNode(true), at = since(person)
    for (const slot of made.querySelectorAll('[data-slot]')) slot.textContent = person[slot.dataset.slot] ?? ''
    const button = made.querySelector('[data-press]')
    button.hidden = at !== null
    button.addEventListener('click', () => press(person))
    made.querySelector('[data-since]').hidden = at === null
    const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
    made.querySelector('[data-slot=since]').textContent = at === null ? '' : new Date(at).toLocaleTimeString(language, clock)
    made.querySelector('[data-unsent]').hidden = !presses.some(press => press.delegate === person.id)
    return made
  }

  const show = async () => {
    const typed = find('work').querySelector('#who').value.trim(), found = await matching()
    find('results').replaceChildren(...found.slice(0, MOST).map(card))
    find('hint').hidden = Boolean(typed) || found.length > 0
    find('nobody').hidden = found.length > 0 || !typed && !/^\/check-in\//.test(location.pathname)
    find('here').textContent = people.filter(person => since(person) !== null).length
    find('expected').textContent = people.length
    find('waiting').textContent = presses.length
    find('waiting-box').hidden = presses.length === 0
    if (presses.length === 0) find('clear-waits').hidden = true
  }

  const connected = is => { find('online').hidden = !is; find('offline').hidden = is }

  const refused = answer => {
    const line = document.createElement('li'), person = people.find(one => one.id === answer.delegate)
    line.textContent = [person?.name, answer.why].filter(Boolean).join(': ')
    find('refused').append(line)
    find('refused-box').hidden = false
  }

  // ---------------------------------------------------------------- pressing and sending

  const press = async person => {
    if (since(person) !== null) return
    const one = { client_id: crypto.randomUUID(), delegate: person.id, at: Date.now(), sync }
    presses.push(one)
    await within('presses', 'readwrite', rows => rows.put(one))
    await show()
    await exchange()
  }

  const ask = (address, options = {}) => fetch(address, { signal: AbortSignal.timeout(10_000), cache: 'no-store', ...options })

  // Whether the portal took part: an answer of it that is not the page to log in on
  const usable = response => {
    const is = response.ok && !response.redirected
    find('login').hidden = is
    return is
  }

  const send = async () => {
    for (const address of new Set(presses.map(one => one.sync))) {
      const sent = presses.filter(one => one.sync === address), now = Date.now()
      const body = JSON.stringify({
        device: find('work').querySelector('#device').value.trim(),
        presses: sent.map(one => ({ client_id: one.client_id, delegate: one.delegate, age: (now - one.at) / 1000 })),
      })
      const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': csrf }
      const response = await ask(address, { method: 'POST', headers, body })
      if (!usable(response)) return
      for (const answer of (await response.json()).answers) await settle(answer)
    }
  }

  const settle = async answer => {
    await within('presses', 'readwrite', rows => rows.delete(answer.client_id))
    presses = presses.filter(one => one.client_id !== answer.client_id)
    if (answer.outcome === 'refused') refused(answer)
    const person = people.find(one => one.id === answer.delegate)
    if (!person) return
    Object.assign(person, { here: answer.here, by: answer.by })
    await within('people', 'readwrite', rows => rows.put(person))
  }

  // One round with the portal: the list as it is now, then what waits
  const exchange = async () => {
    if (busy) return
    busy = true
    try {
      await forget()
      const response = await ask(list)
      connected(true)
      if (!usable(response)) return
      const told = await response.json()
      csrf = told.csrf
      if (!told.is_over) {
        people = told.people
        await replace(people)
        await put('list', { meeting, at: Date.now() })
      }
      presses = await all('presses')
      await send()
      if (told.is_over && presses.length === 0) { await wipe(); find('over').hidden = false }
    } catch {
      connected(false)
    } finally {
      busy = false
      await show()
    }
  }

  // The pages that are shown without a connection, and the worker that shows them
  const makeReady = async () => {
    if (!window.caches || !navigator.serviceWorker) return
    const shell = await ask(page)
    if (!shell.ok || shell.redirected) return
    const cache = await caches.open('check-in')
    await cache.put('/check-in/shell', shell)
    const parts = document.querySelectorAll('link[rel=stylesheet], link[rel=icon], script[src]')
    await cache.addAll([icons, ...Array.from(parts, part => part.href || part.src)])
    for (const one of [scope, '/check-in/']) await navigator.serviceWorker.register(worker, { scope: one })
    box.dataset.ready = ''
  }

  // ---------------------------------------------------------------- begin

  const field = find('work').querySelector('#who'), device = find('work').querySelector('#device')
  box.hidden = false
  await read()
  device.value = await get('device') ?? ''
  device.addEventListener('change', () => put('device', device.value.trim()))
  field.addEventListener('input', show)
  field.addEventListener('keydown', event => { if (event.key === 'Enter') find('results').querySelector('[data-press]:not([hidden])')?.focus() })
  find('clear').addEventListener('click', async () => {
    if (presses.length) { find('clear-waits').hidden = false; return }
    await wipe()
    find('cleared').hidden = false
    await show()
  })
  addEventListener('online', exchange)
  addEventListener('offline', () => connected(false))
  timer = setInterval(exchange, EVERY)
  await show()
  await exchange()
  if (find('online').hidden === false && find('over').hidden) await makeReady().catch(() => {})
})()
