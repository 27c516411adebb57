// Small comforts. Everything works without this file.
(() => {
  // A step that can't be undone asks first: <form data-confirm="...">
  document.addEventListener('submit', event => {
    const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm
    if (question && !confirm(question)) { event.preventDefault(); event.stopImmediatePropagation() }
  }, true)

  // A long form warns before it is left: <form data-unsaved>
  let unsaved = false
  document.addEventListener('input', event => { if (event.target.closest('form[data-unsaved]')) unsaved = true })
  document.addEventListener('submit', event => { if (!event.defaultPrevented) unsaved = false })
  addEventListener('beforeunload', event => { if (unsaved) event.preventDefault() })

  // Menus close on Escape and on a click elsewhere
  const close = (menu, focus) => { menu.open = false; if (focus) menu.querySelector('summary').focus() }
  const open = () => document.querySelectorAll('details.menu[open]')
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') open().forEach(menu => close(menu, menu.contains(document.activeElement)))
  })
  document.addEventListener('click', event => open().forEach(menu => { if (!menu.contains(event.target)) close(menu) }))

  // A passkey that can't be used says so
  document.addEventListener('allauth.error', event => {
    const notice = document.querySelector('[data-passkey-failed]')
    if (notice) { event.preventDefault(); notice.hidden = false; notice.scrollIntoView() }
  })

  // <button data-print hidden>: shown only where it can work
  document.querySelectorAll('[data-print]').forEach(button => {
    button.hidden = false
    button.addEventListener('click', () => print())
  })
})()
