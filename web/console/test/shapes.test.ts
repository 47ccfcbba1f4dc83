import { describe, expect, test } from 'vitest'
// @ts-expect-error a build script without types
import { joined } from '../../scripts/shapes.mjs'

interface Feature { properties: { name: string }; geometry: { type: string; coordinates: number[][][] | number[][][][] } }
const sixteen = ['和平区', '河东区', '河西区', '南开区', '河北区', '红桥区', '东丽区', '西青区', '津南区', '北辰区', '武清区', '宝坻区', '滨海新区', '宁河区', '静海区', '蓟州区']

describe('the map of 天津', () => {
  const features = (joined() as { features: Feature[] }).features
  const rings = (f: Feature) => (f.geometry.type === 'MultiPolygon' ? (f.geometry.coordinates as number[][][][]).flat() : (f.geometry.coordinates as number[][][]))
  test('names all sixteen districts, each once', () => {
    expect(features.map((f) => f.properties.name).sort()).toEqual([...sixteen].sort())
  })
  test('draws every one of them: an outline with an area', () => {
    for (const f of features) {
      const outline = rings(f)[0] ?? []
      const area = Math.abs(outline.reduce((sum, [x, y], i) => {
        const [nx, ny] = outline[(i + 1) % outline.length]!
        return sum + x! * ny! - nx! * y!
      }, 0)) / 2
      expect(area, f.properties.name).toBeGreaterThan(0.0005)
    }
  })
  test('puts 蓟州区 in the north and 静海区 in the south-west, as they lie', () => {
    const middle = (name: string) => {
      const ring = rings(features.find((f) => f.properties.name === name)!)[0]!
      return [ring.reduce((s, p) => s + p[0]!, 0) / ring.length, ring.reduce((s, p) => s + p[1]!, 0) / ring.length]
    }
    const [, northOfJizhou] = middle('蓟州区')
    const [eastOfJinghai] = middle('静海区')
    expect(northOfJizhou).toBe(Math.max(...sixteen.map((n) => middle(n)[1]!)))
    expect(eastOfJinghai).toBeLessThan(middle('滨海新区')[0]!)
  })
})
