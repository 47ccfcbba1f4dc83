import { flushPromises, mount } from '@vue/test-utils'
import { defineComponent, h, ref } from 'vue'
import { describe, expect, test } from 'vitest'
import { kinZh } from '@hutong/shared'
import KeysetFoot from '../src/components/KeysetFoot.vue'
import { useKeyset, type Keyset } from '../src/lib/keyset'
import { useLoad, type Load } from '../src/lib/load'
import { generation, layout, route, type KinNode } from '../src/lib/kinship'
import { some } from '../src/lib/query'
import { dueToday, nearest, overdue } from '../src/lib/queue'
import { vRowKeys } from '../src/lib/rowkeys'
import { maySee, roomOf, rooms } from '../src/rooms'

function inComponent<T>(run: () => T): T {
  let out: T | undefined
  mount(defineComponent({ setup() { out = run(); return () => h('div') } }))
  return out!
}

describe('a long list', () => {
  const all = Array.from({ length: 45 }, (_, i) => i)
  const fetch = async (after: string | null) => {
    const at = after ? Number(after) : 0
    return { items: all.slice(at, at + 20), next: at + 20 < all.length ? String(at + 20) : null, total: all.length, about: false }
  }
  test('is walked forward by the server\'s cursor and back by the cursors already used', async () => {
    const asked: (string | null)[] = []
    const list: Keyset<number> = inComponent(() => useKeyset((a) => (asked.push(a), fetch(a)), 20))
    await flushPromises()
    expect([list.from.value, list.to.value, list.hasPrev.value]).toEqual([1, 20, false])
    list.nextPage(); await flushPromises()
    list.nextPage(); await flushPromises()
    expect([list.from.value, list.to.value, list.hasNext.value]).toEqual([41, 45, false])
    list.nextPage(); await flushPromises()
    list.prevPage(); await flushPromises()
    expect(list.from.value).toBe(21)
    expect(asked).toEqual([null, '20', '40', '20'])
  })
  test('starts again at the first page when a filter changes', async () => {
    const filter = ref('')
    const list: Keyset<number> = inComponent(() => useKeyset(fetch, 20, [filter]))
    await flushPromises()
    list.nextPage(); await flushPromises()
    filter.value = '红'; await flushPromises()
    expect(list.from.value).toBe(1)
  })
  test('shows a range and a total and no page numbers', () => {
    const foot = mount(KeysetFoot, { props: { from: 1, to: 11, total: 24018, about: true, hasNext: true, hasPrev: false } })
    expect(foot.text()).toContain('1–11，共约 24,018')
    expect(foot.findAll('button').map((b) => b.text())).toEqual(['下一页'])
  })
})

describe('loading', () => {
  test('drops a late answer when a newer one has come', async () => {
    const waiting: ((n: number) => void)[] = []
    const key = ref(0)
    const load: Load<number> = inComponent(() => useLoad(() => new Promise<number>((ok) => waiting.push(ok)), [key]))
    key.value = 1
    await flushPromises()
    waiting[1]!(2); await flushPromises()
    waiting[0]!(1); await flushPromises()
    expect(load.data.value).toBe(2)
  })
  test('keeps the old figures when the line is cut', async () => {
    let fail = false
    const load: Load<number> = inComponent(() => useLoad(async () => { if (fail) throw new TypeError('cut'); return 7 }))
    await flushPromises()
    fail = true
    await load.reload()
    expect(load.data.value).toBe(7)
    expect(load.problem.value?.kind).toBe('offline')
  })
})

describe('the queue', () => {
  const clock = (state: string, leftDays: number | undefined) => ({ limitDays: 15, unit: '工作日', usedDays: 15 - (leftDays ?? 0), leftDays, state, text: '' })
  test('puts the broken limit before the near one and leaves out the paused and the open', () => {
    const items = [{ id: 'near', clock: clock('RUNNING', 1) }, { id: 'broken', clock: clock('OVERDUE', -2) }, { id: 'paused', clock: clock('PAUSED', 0) }, { id: 'open', clock: clock('UNKNOWN', undefined) }, { id: 'far', clock: clock('RUNNING', 14) }]
    expect(nearest(items, 3).map((i) => i.id)).toEqual(['broken', 'near', 'far'])
  })
  test('counts a limit that ends today as due today and not as over', () => {
    expect(dueToday(clock('RUNNING', 0))).toBe(true)
    expect(overdue(clock('RUNNING', 0))).toBe(false)
    expect(dueToday(clock('UNKNOWN', undefined))).toBe(false)
    expect(overdue(clock('OVERDUE', -1))).toBe(true)
  })
})

describe('a table under the keyboard', () => {
  test('moves with the arrows and opens with Enter', async () => {
    const opened: number[] = []
    const table = mount({ directives: { rowKeys: vRowKeys }, template: '<table v-row-keys><tbody><tr v-for="i in 3" :key="i" data-row :id="`r${i}`" @click="open(i)"><td>{{ i }}</td></tr></tbody></table>', methods: { open: (i: number) => opened.push(i) } }, { attachTo: document.body })
    const row = (i: number) => table.get(`#r${i}`)
    ;(row(1).element as HTMLElement).focus()
    await row(1).trigger('keydown', { key: 'ArrowDown' })
    expect(document.activeElement?.id).toBe('r2')
    await row(2).trigger('keydown', { key: 'Enter' })
    expect(opened).toEqual([2])
    await row(2).trigger('keydown', { key: 'ArrowUp' })
    expect(document.activeElement?.id).toBe('r1')
    expect(table.findAll('[tabindex="0"]')).toHaveLength(1)
  })
})

describe('rooms', () => {
  const names = (...permissions: string[]) => rooms.filter((r) => maySee(r, permissions)).map((r) => r.name)
  test('open by permission: who may not read rolls sees no 发放, who reads no case sees no 档案', () => {
    expect(names('WORK_READ', 'LEAD_READ', 'APPLICATION_READ', 'DUTY_READ', 'CHILD_LIST', 'RULEBOOK_READ')).toEqual(['工作台', '发现', '认定', '守护', '档案', '政策'])
    expect(names('ACCOUNT_READ', 'ACCOUNT_MANAGE')).toEqual(['系统'])
    expect(names('LOOK_READ')).toEqual(['监督'])
    expect(names()).toEqual([])
  })
  test('stand in the order of the flow', () => {
    expect(rooms.filter((r) => r.group === 'flow').map((r) => r.name)).toEqual(['发现', '认定', '发放', '守护', '监督'])
  })
  test('are found from any address below them', () => {
    expect(roomOf('/households/1')?.name).toBe('档案')
    expect(roomOf('/decisions/1/letter')?.name).toBe('认定')
    expect(roomOf('/')?.name).toBe('工作台')
    expect(roomOf('/help')).toBeUndefined()
  })
  test('have letters of their own', () => {
    expect(new Set(rooms.map((r) => r.key)).size).toBe(rooms.length)
  })
})

describe('a family drawn', () => {
  const node = (id: string, role: string, relation: string, isChild = false): KinNode => ({ id, name: id, role, relation, isChild })
  const family = [node('c', '本人', 'SELF', true), node('f', '父', 'FATHER'), node('m', '母', 'MOTHER'), node('g', '祖母', 'GRANDPARENT'), node('s', '弟', 'SIBLING')]
  test('has a row for each generation, a grandfather not among the fathers', () => {
    expect(family.map(generation)).toEqual([2, 1, 1, 0, 2])
    expect(generation(node('x', '外祖父', ''))).toBe(0)
  })
  test('puts nobody on top of another and keeps all inside the picture', () => {
    const { placed, width, height } = layout([...family, node('s2', '妹', 'SIBLING'), node('s3', '姐', 'SIBLING')])
    for (const a of placed) {
      for (const b of placed) if (a.id < b.id) expect(Math.abs(a.x - b.x) >= 124 || Math.abs(a.y - b.y) >= 54, `${a.id} ${b.id}`).toBe(true)
      expect(a.x + 62 <= width && a.y + 27 <= height && a.x - 62 >= 0).toBe(true)
    }
  })
  test('leads the line of care to the left edge of the child', () => {
    const { placed } = layout(family)
    const by = (id: string) => placed.find((p) => p.id === id)!
    expect(route({ from: 'g', to: 'c', kind: 'CARE', broken: false }, by('g'), by('c'))).toMatch(new RegExp(`H${by('c').x - 62 - 8}$`))
  })
})

describe('relations', () => {
  test('are told in words, whichever field carries them', () => {
    expect(kinZh('FATHER')).toBe('父')
    expect(kinZh('GRANDPARENT', '外祖母')).toBe('外祖母')
  })
})

describe('filters', () => {
  test('that are empty are not sent', () => {
    expect(some({ q: '', level: 'RED', regionId: undefined, limit: 20 })).toEqual({ level: 'RED', limit: 20 })
  })
})
