import { expect, test } from '@playwright/test'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { Desk } from './desk'

const folder = path.resolve('../docs/shots')
const widths = [1440, 1024, 390]

const pages: [string, string, string, string | RegExp][] = [
  ['work', '市民政经办人', '/', /线索/],
  ['dashboard', '市民政经办人', '/oversight', '待核实线索'],
  ['leads', '市民政经办人', '/leads', /线索/],
  ['children', '区民政经办人', '/children', /HT2026/],
  ['households', '区民政经办人', '/households', /户/],
  ['exchange', '区民政经办人', '/exchange', '交名单'],
  ['imports', '区民政经办人', '/imports', /花名册/],
  ['applications', '区民政审批人', '/applications', /申请/],
  ['decisions', '区民政审批人', '/decisions', /决定/],
  ['payments', '区民政审批人', '/payments', /名册/],
  ['watch', '儿童督导员', '/watch', /走访|联系/],
  ['policy', '区民政经办人', '/policy', /天津/],
  ['calculator', '区民政经办人', '/policy/calculator', /享受/],
  ['pack', '市民政经办人', '/policy/120000', /决策表/],
  ['drafts', '市民政经办人', '/policy/drafts', /修改/],
  ['whatif', '市民政经办人', '/policy/whatif', '新的试算'],
  ['lead-yield', '区民政经办人', '/leads/yield', /规则/],
  ['lead-sources', '区民政经办人', '/leads/sources', /来源/],
  ['stops', '区民政审批人', '/applications/stops', /停发/],
  ['pairs', '区民政经办人', '/people/pairs', /同一人/],
  ['row-matches', '市民政经办人', '/people/rows', /判断|名单行/],
  ['campaigns', '区民政经办人', '/leads/campaigns', /摸底/],
  ['migrants', '市民政经办人', '/oversight/migrants', /留守/],
  ['looks', '审计监督', '/oversight/looks', /查阅/],
  ['accounts', '安全管理员', '/system/accounts', /账号/],
  ['regions', '系统管理员', '/system/regions', /区划/],
  ['help', '区民政经办人', '/help', /帮助/],
]

test('every page, desktop and phone', async ({ browser }) => {
  test.setTimeout(600_000)
  mkdirSync(folder, { recursive: true })
  const desks = new Map<string, Desk>()
  // a comparison of two places' law, so that the page of a run has something to show
  const city = await Desk.of(browser, '市民政经办人')
  desks.set('市民政经办人', city)
  const { run } = await city.send<{ run: { id: string } }>('POST', '/api/rulebook/whatif', { title: '天津的办法与大连的办法', a: { kind: 'IN_FORCE' }, b: { kind: 'IN_FORCE', place: '210200' } })
  await expect.poll(async () => (await city.get<{ run: { state: string } }>(`/api/rulebook/whatif/${run.id}`)).run.state, { timeout: 300_000 }).toBe('DONE')
  const { run: past } = await city.send<{ run: { id: string } }>('POST', '/api/leads/back-tests', { first: '2025-11-01', last: '2026-10-01', known: 'NOW' })
  await expect.poll(async () => (await city.get<{ run: { state: string } }>(`/api/leads/back-tests/${past.id}`)).run.state, { timeout: 300_000 }).toBe('DONE')
  const shown: typeof pages = [...pages, ['whatif-run', '市民政经办人', `/policy/whatif/${run.id}`, '各区增减'], ['back-test', '市民政经办人', `/leads/back-tests/${past.id}`, '逐月能找到几个']]
  for (const [name, who, address, sees] of shown) {
    if (!desks.has(who)) desks.set(who, await Desk.of(browser, who))
    const desk = desks.get(who)!
    // a fresh demo has no lead in this district and no application yet: those pages are shot empty
    for (const width of name === 'work' || name === 'children' || name === 'leads' || name === 'whatif-run' || name === 'back-test' || name === 'row-matches' ? widths : [1440]) {
      await desk.page.setViewportSize({ width, height: 900 })
      await desk.open(address, sees)
      await desk.page.waitForTimeout(600)
      await desk.page.screenshot({ path: path.join(folder, `${name}-${width}.png`) })
    }
  }
})
