// Development only: invented records in the shapes of openapi.json. See README.md beside this file.
import { createServer } from 'node:http'
import * as d from './records.mjs'

const port = Number(process.env.PORT ?? 8081)
let who = null
let purposes = new Set()
const page = (items, total = items.length) => ({ items, total, totalIsAbout: false })
const problem = (status, code, title, saved, next) => ({ status, body: { status, code, title, saved, next }, type: 'application/problem+json' })

const routes = [
  ['GET', '/session', () => (who ? d.session(who) : problem(401, 'ACC-001', '请先登录', '没有改动任何内容', '请输入账号和密码'))],
  ['POST', '/session', (_, b) => (d.accounts[b.login] && b.password === 'demo' ? ((who = b.login), d.session(who)) : problem(401, 'ACC-002', '账号或密码不对', '没有登录', '请核对后再试，连错 5 次会锁 15 分钟'))],
  ['DELETE', '/session', () => ((who = null), null)],
  ['GET', '/demo-accounts', () => d.demoAccounts],
  ['GET', '/notices/unread', () => ({ count: 4 })],
  ['GET', '/notices', () => page(d.notices)],
  ['POST', '/notices/:id/read', () => null],
  ['GET', '/search', (q) => d.search(q.get('q') ?? '')],
  ['GET', '/work', () => d.work],
  ['GET', '/dashboard', () => d.dashboard],
  ['GET', '/leads/counts', () => d.leadCounts],
  ['GET', '/leads', (q) => { const l = d.leads.filter((x) => (!q.get('rule') || x.ruleCode === q.get('rule')) && (!q.get('state') || x.state === q.get('state'))); return { ...page(l.slice(0, 11), 31), next: 'n' } }],
  ['GET', '/leads/:id', (_, __, id) => d.lead(id)],
  ['POST', '/leads/bulk-assign', (_, b) => ({ done: b.ids.length - 1, skipped: [{ id: b.ids[0], why: '已办结，不再派人' }] })],
  ['POST', '/leads/:id/:act', (_, b, id, act) => (act === 'outcome' ? { ...d.lead(id), lead: { ...d.lead(id).lead, state: b.outcome, stateName: { CONFIRMED: '属实，转认定', NOT_MATCHING: '不符合' }[b.outcome] ?? b.outcome }, applicationId: 'app-1', actions: [] } : d.lead(id))],
  ['POST', '/comparisons/run', () => ({ leadsNew: 3, leadsKept: 28, tookMs: 412 })],
  ['GET', '/applications', (q) => page(d.applications.filter((a) => !q.get('stage') || a.stage === q.get('stage')))],
  ['POST', '/applications', () => d.application('app-3')],
  ['GET', '/applications/:id', (_, __, id) => d.application(id)],
  ['PUT', '/applications/:id/form', (_, __, id) => d.application(id)],
  ['POST', '/applications/:id/decide', () => d.decision],
  ['POST', '/applications/:id/:act', (_, __, id) => d.application(id)],
  ['GET', '/decisions', () => page(d.decisions)],
  ['GET', '/decisions/:id', () => d.decision],
  ['GET', '/rolls', () => page(d.rolls)],
  ['POST', '/rolls', () => d.rolls[0]],
  ['GET', '/rolls/:id/lines', (q) => page(d.rollLines.filter((l) => !q.get('cause') || l.cause === q.get('cause')))],
  ['GET', '/rolls/:id', () => d.roll],
  ['GET', '/duties', (q) => page(d.duties.filter((x) => (!q.get('kind') || x.kind === q.get('kind')) && (!q.get('state') || x.state === q.get('state'))))],
  ['POST', '/duties/:id/done', () => ({ ...d.duties[0], doneAt: '2026-11-23T10:00:00+08:00' })],
  ['GET', '/children', (q) => { const l = d.children.filter((c) => !q.get('level') || c.level === q.get('level')); return { ...page(l.slice(0, Number(q.get('limit') ?? 30)), q.get('level') ? l.length : 24018), ...(q.get('level') ? {} : { next: 'n' }) } }],
  ['GET', '/children/:id/looks', () => page(d.looks)],
  ['POST', '/children/:id/reveal', () => ({ value: '120000201503085619', until: new Date(Date.now() + 30000).toISOString() })],
  ['GET', '/children/:id', (_, __, id) => (purposes.has(id) || id === 'c-open' ? d.childFile(id) : problem(403, 'ACC-020', '打开未成年人档案要先说查阅目的', '没有打开任何内容', '请选一个目的'))],
  ['GET', '/purposes/kinds', () => d.purposeKinds],
  ['POST', '/purposes', (_, b) => (purposes.add(b.subjectId), { purpose: b.purpose, expiresAt: new Date(Date.now() + 28 * 60000).toISOString() })],
  ['GET', '/households', () => page(d.households)],
  ['GET', '/households/:id', () => d.household],
  ['GET', '/imports', () => page(d.imports)],
  ['GET', '/imports/:id', (_, __, id) => d.importOf(id)],
  ['PUT', '/imports/:id/mapping', (_, __, id) => d.importOf(id)],
  ['POST', '/imports/:id/preview', () => d.preview],
  ['POST', '/imports/:id/commit', () => d.importOf('imp-2')],
  ['POST', '/imports', () => d.importOf('imp-1')],
  ['GET', '/exchange/catalogue', () => d.catalogue],
  ['GET', '/exchange/deliveries', () => page(d.deliveries)],
  ['GET', '/exchange/deliveries/:id', (_, __, id) => d.deliveries.find((x) => x.id === id) ?? d.deliveries[0]],
  ['POST', '/exchange/deliveries', () => d.deliveries[0]],
  ['GET', '/rulebook/packs', () => d.packs],
  ['GET', '/rulebook/packs/:code', () => d.pack],
  ['POST', '/rulebook/calculator', (_, b) => d.calculator(b.answers ?? {})],
  ['GET', '/accounts', () => page(d.accountRows)],
  ['POST', '/accounts', () => ({ account: d.accountRows[0], oneTimePassword: 'Kx7-mQ2-9fTb' })],
  ['POST', '/accounts/:id/reset-password', () => ({ oneTimePassword: 'Kx7-mQ2-9fTb' })],
  ['GET', '/looks/verify', () => ({ streams: 4, rows: 18342, checkpoints: 19, faults: [] })],
  ['GET', '/looks', () => page(d.looks)],
  ['GET', '/regions/search', () => d.regions.map((r) => ({ id: r.id, name: r.name, level: r.level, path: r.name }))],
  ['GET', '/regions', (q) => (q.get('parent') ? d.regions : [{ id: 1, name: '天津市', code: '120000000000', level: 'PROVINCE', pseudo: false, children: 16 }])],
  ['GET', '/regions/:id', () => d.region],
  ['GET', '/offices', () => d.offices],
  ['GET', '/purposes/reviews', () => page([])],
]

createServer((req, res) => {
  let raw = ''
  req.on('data', (c) => (raw += c))
  req.on('end', () => {
    const u = new URL(req.url, 'http://x')
    const path = u.pathname.replace(/^\/api/, '')
    for (const [method, shape, run] of routes) {
      if (method !== req.method) continue
      const m = new RegExp(`^${shape.replace(/:\w+/g, '([^/]+)')}$`).exec(path)
      if (!m) continue
      who = /who=(\w+)/.exec(req.headers.cookie ?? '')?.[1] ?? null
      let body = {}
      try { body = JSON.parse(raw || '{}') } catch { body = {} }
      const out = run(u.searchParams, body, ...m.slice(1))
      setTimeout(() => {
        res.setHeader('Set-Cookie', ['XSRF-TOKEN=dev; Path=/', `who=${who ?? ''}; Path=/`])
        if (out && out.type) { res.writeHead(out.status, { 'Content-Type': out.type }); res.end(JSON.stringify(out.body)) }
        else if (out === null) { res.writeHead(200); res.end() }
        else { res.writeHead(200, { 'Content-Type': 'application/json' }); res.end(JSON.stringify(out)) }
      }, Number(process.env.DELAY ?? 30))
      return
    }
    res.writeHead(404, { 'Content-Type': 'application/problem+json' })
    res.end(JSON.stringify({ status: 404, code: 'HTP-404', title: '这里没有可看的内容', saved: '没有改动任何内容', next: '可从左边的栏目重新进入' }))
  })
}).listen(port, '127.0.0.1', () => console.log(`fixture on http://127.0.0.1:${port}`))
