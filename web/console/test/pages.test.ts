import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import ExplanationCard from '../src/components/ExplanationCard.vue'
import RollBridge from '../src/components/RollBridge.vue'
import RollPage from '../src/pages/RollPage.vue'
import ChildrenPage from '../src/pages/ChildrenPage.vue'
import LoginPage from '../src/pages/LoginPage.vue'
import { useSession, type Session } from '../src/stores/session'

const real = globalThis.fetch
const calls: string[] = []
type Reply = { status?: number; body: unknown }
function serve(replies: Record<string, Reply>): void {
  globalThis.fetch = (async (r: Request) => {
    const url = new URL(r.url)
    calls.push(`${r.method} ${url.pathname}${url.search}`)
    const reply = replies[`${r.method} ${url.pathname}`] ?? { status: 404, body: {} }
    return new Response(JSON.stringify(reply.body), { status: reply.status ?? 200, headers: { 'Content-Type': 'application/json' } })
  }) as typeof fetch
}
async function show(component: object, path = '/', props = {}) {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { template: '<div />' } }] })
  await router.push(path)
  const page = mount(component, { props, global: { plugins: [router] }, attachTo: document.body })
  await flushPromises()
  return { page, router }
}
const officer = { account: { id: 'a', login: 'd', name: '周敏', officeId: 1, officeName: '区儿童福利科', officeKind: 'DISTRICT', roles: [{ code: 'DISTRICT_OFFICER', title: '区民政经办人', regionId: 1, regionName: '滨海新区' }], scope: [] }, permissions: ['WORK_READ', 'CHILD_LIST', 'CHILD_EXPORT', 'ROLL_READ', 'ROLL_BUILD'], city: { id: 1, name: '天津市', level: 'CITY', path: '天津市' }, today: '2026-11-23', todayFixed: true, demo: true, mustChangePassword: false } as unknown as Session
beforeEach(() => {
  setActivePinia(createPinia())
  calls.length = 0
  document.body.innerHTML = ''
})
afterEach(() => {
  globalThis.fetch = real
})

describe('signing in', () => {
  test('with a wrong password stays on the page and says what to do next', async () => {
    serve({ 'GET /api/demo-accounts': { body: [] }, 'POST /api/session': { status: 401, body: { code: 'ACC-002', title: '账号或密码不对', saved: '没有登录', next: '请核对后再试' } } })
    const { page, router } = await show(LoginPage, '/login')
    await page.get('#login').setValue('zhou')
    await page.get('#password').setValue('wrong')
    await page.get('form').trigger('submit')
    await flushPromises()
    expect(page.get('[role=alert]').text()).toContain('账号或密码不对。请核对后再试')
    expect(router.currentRoute.value.path).toBe('/login')
  })
  test('never sends the reader to another site', async () => {
    serve({ 'GET /api/demo-accounts': { body: [] }, 'POST /api/session': { body: officer } })
    const { page, router } = await show(LoginPage, '/login?to=//evil.example/x')
    await page.get('#login').setValue('zhou')
    await page.get('#password').setValue('right')
    await page.get('form').trigger('submit')
    await flushPromises()
    expect(router.currentRoute.value.fullPath).toBe('/')
  })
})

describe('the list of children', () => {
  const child = { id: 'c1', fileNo: 'HT-1', name: '林小满', sex: '女', born: '2017-03-08', age: 9, idMasked: '120***********1234', place: '滨海新区 · 茶淀街道 · 柳荫里', categories: [], stage: 'PAID', stageName: '已发放', level: 'ORANGE', completeness: 92, updatedAt: '2026-11-20T00:00:00+08:00' }
  test('asks for what the address says and shows a row that opens the file', async () => {
    useSession().session = officer
    serve({ 'GET /api/children': { body: { items: [child], total: 24018, next: 'k' } }, 'GET /api/dashboard': { body: { byCategory: [] } } })
    const { page, router } = await show(ChildrenPage, '/children?level=ORANGE&sort=name')
    expect(calls.some((c) => c.startsWith('GET /api/children?') && c.includes('level=ORANGE') && c.includes('sort=name'))).toBe(true)
    expect(page.text()).toContain('林小满')
    expect(page.text()).toContain('重点跟进')
    expect(page.text()).toContain('92%')
    await page.get('[data-row]').trigger('click')
    await flushPromises()
    expect(router.currentRoute.value.path).toBe('/children/c1')
  })
  test('that is empty says why and what to do', async () => {
    useSession().session = officer
    serve({ 'GET /api/children': { body: { items: [], total: 0 } }, 'GET /api/dashboard': { body: { byCategory: [] } } })
    const { page } = await show(ChildrenPage, '/children?q=x')
    expect(page.text()).toContain('您的职责范围里没有这样的孩子')
  })
})

describe('a roll', () => {
  const roll = { id: 'r', month: '2026-12', state: 'DRAFT', stateName: '草稿', regionName: '滨海新区', lines: 3127, amountFen: 512_460_000, newLines: 14, stoppedLines: 6, changedLines: 2, unexplained: 2, bridge: [{ cause: 'NEW', name: '新增认定', lines: 14, amountFen: 1 }, { cause: 'AGED', name: '年满 18', lines: -6, amountFen: -1 }], last: { month: '2026-11', lines: 3119, amountFen: 1 } }
  test('with unexplained lines has no submit button and says why', async () => {
    useSession().session = officer
    serve({ 'GET /api/rolls/r': { body: roll }, 'GET /api/rolls/r/lines': { body: { items: [] } } })
    const { page } = await show(RollPage, '/payments/r', { id: 'r' })
    expect(page.text()).toContain('2 行未解释，不能提交')
    expect(page.findAll('button').some((b) => b.text() === '提交名册')).toBe(false)
  })
  test('that is explained can be submitted', async () => {
    useSession().session = officer
    serve({ 'GET /api/rolls/r': { body: { ...roll, unexplained: 0 } }, 'GET /api/rolls/r/lines': { body: { items: [] } } })
    const { page } = await show(RollPage, '/payments/r', { id: 'r' })
    expect(page.findAll('button').some((b) => b.text() === '提交名册')).toBe(true)
  })
  test('tells its bridge in one sentence for those who do not see it', () => {
    const svg = mount(RollBridge, { props: { last: roll.last, now: roll, steps: roll.bridge } })
    expect(svg.attributes('aria-label')).toBe('11 月 3,119 人，新增认定 +14，年满 18 −6，12 月 3,127 人')
  })
})

describe('the explanation of a decision', () => {
  const x = { conclusion: '符合，每月补差 1,700.00 元', answer: 'yes', amountFen: 170000, firstMonth: '2026-12', assumption: true, rules: [{ id: 'r1', name: '父母双方', join: '且', conditions: [{ text: '父', value: '服刑', holds: true }, { text: '母', value: '在家', holds: false }] }], clauses: [{ id: '1', document: '民发〔2019〕62号', clause: '一', text: '对象' }], facts: [], parameters: [{ name: '标准', value: '2,860.00', unit: '元/月', region: '', from: '', basis: '', assumption: true }], sum: '2,860.00 − 1,160.00 = 1,700.00', changes: [], others: [], missing: [{ fact: '学段', who: '教育部门' }] }
  const card = mount(ExplanationCard, { props: { x: x as never } })
  test('stands in the order conclusion, rule, clause, fact, parameter, when it changes', () => {
    expect(card.get('.concl .cap').text()).toMatch(/^结论/)
    expect(card.findAll('.k').map((k) => k.text()).filter((k) => k !== '还缺')).toEqual(['规则', '条款', '事实', '参数', '何时会变'])
  })
  test('says that a person decides and which figures are assumed', () => {
    expect(card.text()).toContain('由规则得出，等您确认')
    expect(card.text()).toContain('假设')
  })
  test('tells a condition that does not hold apart in words', () => {
    expect(card.findAll('.pair > .off').map((n) => n.text())).toEqual(['母在家不成立'])
  })
  test('names what is missing and who brings it', () => {
    expect(card.text()).toContain('学段由教育部门补')
  })
})
