import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { address, api, ask, cookie, download, fileName, onSignedOut } from '../src/api/client'
import { Problem } from '../src/api/problem'
import StateBlock from '../src/components/StateBlock.vue'
import { placeShort, placeText, sexZh } from '../src/words'

const real = globalThis.fetch
let sent: Request[] = []
function answer(status: number, body: unknown, type = 'application/json'): void {
  globalThis.fetch = vi.fn(async (r: RequestInfo | URL) => {
    sent.push(r as Request)
    return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } })
  }) as typeof fetch
}
beforeEach(() => {
  sent = []
  document.cookie = 'XSRF-TOKEN=t%2Bk'
})
afterEach(() => {
  globalThis.fetch = real
})

describe('a refusal of the server', () => {
  const refusal = { status: 409, code: 'PAY-021', title: '还有 2 行未解释', saved: '名册没有提交', next: '先补这 2 行的依据' }
  test('reaches the page with what happened, what is kept and what to do', async () => {
    answer(409, refusal, 'application/problem+json')
    const e = await ask(api.POST('/api/rolls/{id}/submit', { params: { path: { id: 'x' } } })).catch((x: unknown) => x)
    expect(e).toBeInstanceOf(Problem)
    const text = mount(StateBlock, { props: { problem: e as Problem } }).text()
    for (const part of [refusal.title, refusal.saved, refusal.next, refusal.code]) expect(text).toContain(part)
  })
  test('names the field it is about', async () => {
    answer(422, { ...refusal, fields: [{ field: 'phone', message: '电话少一位' }] }, 'application/problem+json')
    const e = (await ask(api.GET('/api/work')).catch((x: unknown) => x)) as Problem
    expect(e.fields.phone).toBe('电话少一位')
  })
  test('without a body of its own still says three things', async () => {
    answer(502, 'Bad gateway')
    const e = (await ask(api.GET('/api/work')).catch((x: unknown) => x)) as Problem
    expect([e.title, e.saved, e.next].every((s) => s.length > 3)).toBe(true)
    expect(e.code).toBe('HTTP-502')
  })
  test('to open a record never says whether the record exists', () => {
    const gone = new Problem(404, {})
    expect(gone.title).not.toMatch(/不存在|已删除/)
  })
})

describe('a request', () => {
  test('that writes repeats the token of the cookie, one that reads does not', async () => {
    answer(200, {})
    await ask(api.POST('/api/session', { body: { login: 'a', password: 'b' } }))
    await ask(api.GET('/api/work'))
    expect(sent[0]!.headers.get('X-XSRF-TOKEN')).toBe('t+k')
    expect(sent[1]!.headers.get('X-XSRF-TOKEN')).toBeNull()
  })
  test('answered 401 tells the console that the session has ended', async () => {
    const ended = vi.fn()
    onSignedOut(ended)
    answer(401, {})
    await expect(ask(api.GET('/api/work'))).rejects.toMatchObject({ kind: 'signin' })
    expect(ended).toHaveBeenCalledOnce()
    onSignedOut(() => {})
  })
  test('that finds no network keeps what was written', async () => {
    globalThis.fetch = vi.fn(async () => {
      throw new TypeError('no network')
    }) as typeof fetch
    await expect(ask(api.GET('/api/work'))).rejects.toMatchObject({ kind: 'offline', saved: '您写的都在这一页里' })
  })
  test('for a file that is refused raises the refusal instead of saving it', async () => {
    answer(403, { code: 'ACC-011', title: '您的职责不含导出' }, 'application/problem+json')
    await expect(download('/api/children/export', { method: 'POST' })).rejects.toMatchObject({ code: 'ACC-011' })
  })
})

describe('small readings', () => {
  test('of cookies, file names and addresses', () => {
    expect(cookie('b', 'a=1; b=%E6%8A%A4; c=3')).toBe('护')
    expect(cookie('x', 'a=1')).toBeNull()
    expect(fileName(`attachment; filename="x.xlsx"; filename*=UTF-8''%E5%90%8D%E5%86%8C.xlsx`)).toBe('名册.xlsx')
    expect(address('/api/imports/{id}/marked', { id: 'a/b' })).toBe('/api/imports/a%2Fb/marked')
  })
  test('of places and sexes in either form the server may use', () => {
    expect(placeText({ path: '滨海新区 · 大港街道 · 某某村' })).toBe('滨海新区 · 大港街道 · 某某村')
    expect(placeShort('滨海新区 · 大港街道 · 某某村')).toBe('某某村')
    expect(sexZh('FEMALE')).toBe('女')
    expect(sexZh('男')).toBe('男')
  })
})
