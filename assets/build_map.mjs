// Cuts the Greater Caribbean out of Natural Earth (1:10m, through world-atlas) into one
// small JSON: the shapes of the members and associates, other land as one quiet path.
//   npm run map    -> ../network/reference/map.json
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { feature } from 'topojson-client'
import { topology } from 'topojson-server'
import { presimplify, simplify } from 'topojson-simplify'

const here = dirname(fileURLToPath(import.meta.url))
const [WEST, SOUTH, EAST, NORTH] = [-118.4, -6.6, -46.8, 35.4]      // all of Mexico, all of Colombia, some room to fade
const WIDTH = 1000
const K = WIDTH / (EAST - WEST)                                  // units per degree of longitude
const STRETCH = 1 / Math.cos(14 * Math.PI / 180)                 // equirectangular, true at 14° N
const HEIGHT = Math.round((NORTH - SOUTH) * K * STRETCH)
const project = ([lon, lat]) => [(lon - WEST) * K, (NORTH - lat) * K * STRETCH]

// ISO numeric (as in world-atlas) -> ISO3
const COUNTRIES = {
  '028': 'ATG', '044': 'BHS', '052': 'BRB', '084': 'BLZ', '170': 'COL', '188': 'CRI', '192': 'CUB', '212': 'DMA',
  '214': 'DOM', '222': 'SLV', '308': 'GRD', '320': 'GTM', '328': 'GUY', '332': 'HTI', '340': 'HND', '388': 'JAM',
  '484': 'MEX', '558': 'NIC', '591': 'PAN', '659': 'KNA', '662': 'LCA', '670': 'VCT', '740': 'SUR', '780': 'TTO',
  '862': 'VEN', '533': 'ABW', '092': 'VGB', '531': 'CUW', '663': 'MAF', '534': 'SXM', '652': 'BLM', '796': 'TCA',
}
// Parts of a larger geometry: [ISO numeric of the whole, west, south, east, north]
const PARTS = {
  GUF: ['250', -55, 1.5, -51, 6.5], GLP: ['250', -62, 15.75, -60.9, 16.6], MTQ: ['250', -61.4, 14.3, -60.7, 15],
  BES: ['528', -69, 11.9, -62.8, 17.8],
}
// Where the dot of a small place stands (degrees), when not on the place itself: the islands of
// the arc are nearer to each other than a finger is wide, so their dots fan out into the Atlantic.
const FAN = ['VGB', 'MAF', 'SXM', 'BLM', 'KNA', 'ATG', 'GLP', 'DMA', 'MTQ', 'LCA', 'VCT', 'BRB', 'GRD']
const NEAR = { ABW: [-70.35, 13.25], CUW: [-68.95, 13.45], BES: [-67.55, 13.25] }
const DOTS = { TCA: null, TTO: null }                            // a dot on the place

const world = JSON.parse(readFileSync(join(here, 'node_modules/world-atlas/countries-10m.json'), 'utf8'))
const polygons = geometry => geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : []

// Sutherland-Hodgman against the four sides
function clip(ring) {
  const sides = [[0, WEST, 1], [0, EAST, -1], [1, SOUTH, 1], [1, NORTH, -1]]
  let points = ring.slice(0, -1)
  for (const [axis, limit, sign] of sides) {
    const inside = p => sign * (p[axis] - limit) >= 0
    const input = points
    points = []
    input.forEach((p, i) => {
      const q = input[(i + input.length - 1) % input.length]
      if (inside(p) !== inside(q)) {
        const t = (limit - q[axis]) / (p[axis] - q[axis])
        points.push([q[0] + t * (p[0] - q[0]), q[1] + t * (p[1] - q[1])])
      }
      if (inside(p)) points.push(p)
    })
  }
  return points.length < 3 ? null : [...points, points[0]]
}
const area = ring => Math.abs(ring.reduce((sum, [x, y], i) => { const [a, b] = ring[(i + 1) % ring.length]; return sum + x * b - a * y }, 0)) / 2
const within = (ring, [, w, s, e, n]) => ring[0][0] > w && ring[0][0] < e && ring[0][1] > s && ring[0][1] < n

// 1. who owns which rings
const shapes = {}
for (const { id, geometry, properties } of feature(world, world.objects.countries).features) {
  if (properties.name === 'Antarctica' || !geometry) continue
  for (const polygon of polygons(geometry)) {
    const part = Object.keys(PARTS).find(code => PARTS[code][0] === id && within(polygon[0], PARTS[code]))
    const rings = polygon.map(clip).filter(Boolean).map(ring => ring.map(project))
    if (rings.length) (shapes[part ?? COUNTRIES[id] ?? 'land'] ??= []).push(rings)
  }
}
const smallest = code => code === 'land' ? 5 : .22
for (const code of Object.keys(shapes)) {
  shapes[code] = shapes[code].filter(rings => area(rings[0]) > smallest(code) || (code !== 'land' && shapes[code].length < 3))
}

// 2. simplify with the borders kept common
const objects = Object.fromEntries(Object.entries(shapes).map(([code, coordinates]) => [code, { type: 'MultiPolygon', coordinates }]))
const detailed = presimplify(topology(objects, 1e6))
const simple = simplify(detailed, 4.4), fine = simplify(detailed, .45), finest = simplify(detailed, .05)
const of = (topo, code) => polygons(feature(topo, topo.objects[code]).geometry)

// 3. write paths: whole units, tenths for what is tiny
function path(rings, tenths) {
  const f = tenths ? 10 : 1
  let d = ''
  for (const ring of rings) {
    const points = ring.map(([x, y]) => [Math.round(x * f), Math.round(y * f)])
      .filter((p, i, all) => !i || p[0] !== all[i - 1][0] || p[1] !== all[i - 1][1])
    points.pop()
    if (points.length < 3) continue
    let [cx, cy] = [0, 0]
    points.forEach(([x, y], i) => {
      const [dx, dy] = [x - cx, y - cy].map(v => String(v / f).replace(/^(-?)0\./, '$1.'))
      d += (i ? (i === 1 ? 'l' : (dx[0] === '-' ? '' : ' ')) : 'M') + dx + (dy[0] === '-' ? '' : ' ') + dy
      ;[cx, cy] = [x, y]
    })
    d += 'z'
  }
  return d
}
const size = ring => Math.max(...[0, 1].map(a => Math.max(...ring.map(p => p[a])) - Math.min(...ring.map(p => p[a]))))
function drawing(code) {
  let d = ''
  const exact = of(fine, code)
  of(simple, code).forEach((rings, i) => {
    const tiny = size(exact[i][0]) < 14
    d += path(tiny ? exact[i].slice(0, 1) : rings, tiny)
  })
  return d
}
function centre(code) {
  const ring = of(finest, code).map(p => p[0]).sort((a, b) => area(b) - area(a))[0]
  let [sx, sy, s] = [0, 0, 0]
  ring.forEach(([x, y], i) => { const [a, b] = ring[(i + 1) % ring.length], c = x * b - a * y; s += c; sx += (x + a) * c; sy += (y + b) * c })
  return [sx / (3 * s), sy / (3 * s)]
}
const tenth = v => Math.round(v * 10) / 10

const places = {}
for (const code of [...Object.values(COUNTRIES), ...Object.keys(PARTS)].sort()) {
  if (!shapes[code]) throw new Error(`no shape for ${code}`)
  const [px, py] = centre(code)
  const place = { d: drawing(code), x: tenth(px), y: tenth(py), small: code in NEAR || code in DOTS || FAN.includes(code) }
  const fan = FAN.indexOf(code)
  let dot = code in NEAR ? project(NEAR[code]) : null
  if (fan >= 0) {                                                // an arc, parallel to the islands
    const t = fan / (FAN.length - 1)
    dot = [814 + 66 * Math.sin(Math.PI * (.2 + .66 * t)), 156 + 208 * t]
  }
  if (dot) Object.assign(place, { x: tenth(dot[0]), y: tenth(dot[1]), line: `M${Math.round(px)} ${Math.round(py)}L${Math.round(dot[0])} ${Math.round(dot[1])}` })
  places[code] = place
}

const map = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, land: drawing('land'), places }
const json = JSON.stringify(map).replace(/"([A-Z]{3})":\{/g, '\n"$1":{') + '\n'
const target = join(here, '..', 'network', 'reference')
mkdirSync(target, { recursive: true })
writeFileSync(join(target, 'map.json'), json)
console.log(`${Object.keys(places).length} places, ${json.length} B, ${brotliCompressSync(json).length} B brotli; land ${map.land.length} B`)
