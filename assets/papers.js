// The list of prints asks for itself until all of them are made. Without this file one presses "Look again".
(() => {
  const box = document.querySelector('[data-prints]')
  if (!box) return
  const wait = () => { if (box.querySelector('[data-under-way]')) setTimeout(again, 2000) }
  const again = async () => {
    try {
      const response = await fetch(box.dataset.prints)
      if (response.ok && !response.redirected) box.innerHTML = await response.text()
    } catch { /* no connection: the next round asks again */ }
    wait()
  }
  wait()
})()
