// Builds the stylesheet, the icon sprite, the mark and the script into static/.
//   npm run build    writes      npm run check    only says whether what is there is current
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import * as sass from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const out = join(here, '..', 'static')
const read = (...path) => readFileSync(join(here, ...path), 'utf8')

// The hash a test can recompute: name, zero byte, content, zero byte of each source, in this order.
export const sources = ['portal.scss', ...readdirSync(join(here, 'scss')).filter(f => f.endsWith('.scss')).sort().map(f => `scss/${f}`)]
const hash = createHash('sha256')
for (const name of sources) hash.update(name).update('\0').update(readFileSync(join(here, name))).update('\0')
const stamp = `/*! sources sha256:${hash.digest('hex')} */\n`

function css() {
  const { css } = sass.compile(join(here, 'portal.scss'), {
    style: 'compressed', loadPaths: [join(here, 'node_modules')], quietDeps: true,
    silenceDeprecations: ['import', 'global-builtin', 'color-functions', 'if-function'],
  })
  const banner = '/*! Parts of Bootstrap 5.3.9, Copyright 2011-2025 The Bootstrap Authors, MIT */\n'
  return stamp + banner + css.replace(/^\uFEFF|@charset "UTF-8";/g, '').replace(/\/\*![\s\S]*?\*\//g, '').trim() + '\n'
}

const inner = svg => svg.replace(/<!--[\s\S]*?-->/g, '').match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1].replace(/\s*\n\s*/g, '').replace(/ \/>/g, '/>').trim()

function icons() {
  const symbols = JSON.parse(read('icons.json')).map(name =>
    `<symbol id="${name}" viewBox="0 0 24 24">${inner(read('node_modules/lucide-static/icons', name + '.svg'))}</symbol>`)
  symbols.push(`<symbol id="mark" viewBox="0 0 48 48">${inner(read('mark.svg'))}</symbol>`)
  return `<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide icons, ISC licence; the mark is ours -->\n${symbols.join('\n')}\n</svg>\n`
}

// The outlines of the map, one id a place, so that a page only refers to them and the browser keeps them.
function map() {
  const { viewBox, land, places } = JSON.parse(read('..', 'network', 'reference', 'map.json'))
  const lines = Object.values(places).map(place => place.line || '').join('')
  const paths = Object.entries(places).map(([code, place]) => `<path id="${code}" d="${place.d}"/>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}"><!-- Natural Earth, public domain -->\n<path id="land" d="${land}"/>\n<path id="lines" d="${lines}"/>\n${paths.join('\n')}\n</svg>\n`
}

const built = {
  'css/portal.css': css(), 'img/icons.svg': icons(), 'img/map.svg': map(), 'img/mark.svg': read('mark.svg'),
  'img/favicon.svg': read('mark.svg'), 'js/portal.js': read('portal.js'),
  'js/papers.js': read('papers.js'), 'js/check-in.js': read('check-in.js'), 'js/check-in-worker.js': read('check-in-worker.js'),
}
const checking = process.argv.includes('--check')
for (const [name, text] of Object.entries(built)) {
  const path = join(out, name)
  if (checking) {
    const current = existsSync(path) && readFileSync(path, 'utf8') === text
    if (!current) process.exitCode = 1
    console.log(`${current ? 'current' : 'STALE  '}  ${name}`)
    continue
  }
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  console.log(`${name.padEnd(18)} ${String(text.length).padStart(6)} B  ${String(brotliCompressSync(text).length).padStart(6)} B brotli`)
}
