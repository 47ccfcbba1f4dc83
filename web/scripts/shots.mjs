// Pictures of every page: node scripts/shots.mjs --base URL --out DIR [--as login:password] [--only a,b] [--widths 1440,1024,390]
// Signs in as the account and walks the list; a page that throws or stays empty is named, and the exit code is 1.
import { mkdirSync } from 'node:fs'
import { chromium } from 'playwright-core'

const arg = (name, otherwise) => {
  const i = process.argv.indexOf(`--${name}`)
  return i > 0 ? process.argv[i + 1] : otherwise
}
const base = arg('base', 'http://127.0.0.1:8080')
const out = arg('out', 'shots')
const [login, password] = arg('as', 'district:demo').split(':')
const only = arg('only', '')?.split(',').filter(Boolean)
const widths = arg('widths', '1440').split(',').map(Number)

/** First link on the page whose address begins so, to reach a record without knowing its id. */
const follow = (prefix) => async (page) => {
  const href = await page.locator(`main a[href^="${prefix}"]`).first().getAttribute('href', { timeout: 15_000 })
  await page.goto(base + href)
}
const row = async (page) => { await page.locator('main [data-row]').first().click({ timeout: 15_000 }) }
const purpose = async (page) => {
  await page.waitForTimeout(700)
  const kind = page.locator('[role=dialog] .pick label').first()
  if (await kind.isVisible().catch(() => false)) {
    await kind.click()
    await page.locator('[role=dialog] .btn.p').click()
  }
}

const pages = [
  ['login', '/login', null, { out: true }],
  ['home', '/'],
  ['leads', '/leads'],
  ['lead', '/leads', async (p) => { await row(p) }],
  ['exchange', '/exchange'],
  ['delivery', '/exchange', follow('/exchange/')],
  ['applications', '/applications'],
  ['application-draft', '/applications?stage=DRAFT', row],
  ['application-town', '/applications?stage=TOWN_CHECK', row],
  ['application-decide', '/applications?stage=DISTRICT_DECISION', row],
  ['decisions', '/decisions'],
  ['decision', '/decisions', row],
  ['letter', '/decisions', async (p) => { await row(p); await p.waitForTimeout(500); await p.goto(`${p.url()}/letter`) }],
  ['rolls', '/payments'],
  ['roll', '/payments', row],
  ['watch', '/watch'],
  ['oversight', '/oversight'],
  ['looks', '/oversight/looks'],
  ['children', '/children'],
  ['purpose', '/children', row],
  ['child', '/children', async (p) => { await row(p); await purpose(p) }],
  ['child-facts', '/children', async (p) => { await row(p); await purpose(p); await p.locator('.tabs >> text=基本信息').click({ timeout: 15_000 }) }],
  ['households', '/households'],
  ['household', '/households', row],
  ['imports', '/imports'],
  ['import', '/imports', row],
  ['policy', '/policy'],
  ['pack', '/policy', row],
  ['calculator', '/policy/calculator'],
  ['whatif', '/policy/whatif'],
  ['whatif-run', '/policy/whatif', row],
  ['stops', '/applications/stops'],
  ['lead-yield', '/leads/yield'],
  ['accounts', '/system/accounts'],
  ['regions', '/system/regions'],
  ['search', '/search?q=小满'],
  ['help', '/help'],
]

mkdirSync(out, { recursive: true })
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
let bad = 0
let done = 0
for (const width of widths) {
  const context = await browser.newContext({ viewport: { width, height: width < 600 ? 844 : 960 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const page = await context.newPage()
  const faults = []
  page.on('pageerror', (e) => faults.push(e.message))
  page.on('console', (m) => { if (m.type() === 'error' && !/401|403|404/.test(m.text())) faults.push(m.text()) })
  for (const signedOut of [true, false]) {
    if (!signedOut) {
      await page.goto(`${base}/login`)
      await page.fill('#login', login)
      await page.fill('#password', password)
      await page.click('button[type=submit]')
      await page.waitForURL((u) => u.pathname === '/', { timeout: 60_000 })
    }
    for (const [name, path, then, options] of pages.filter((p) => Boolean(p[3]?.out) === signedOut)) {
      if (only.length && !only.includes(name)) continue
      faults.length = 0
      try {
        await page.goto(base + path)
        await page.waitForLoadState('networkidle', { timeout: 60_000 })
        if (then) {
          await then(page)
          await page.waitForLoadState('networkidle', { timeout: 60_000 })
        }
        await page.addStyleTag({ content: '.act{position:static!important}.drw{position:relative!important;top:0!important;height:auto!important}' })
        await page.waitForTimeout(450)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        if (wide > 1) faults.push(`比屏宽 ${wide} px`)
        await page.screenshot({ path: `${out}/${name}${width === 1440 ? '' : `-${width}`}.png`, fullPage: true })
        done++
      } catch (e) {
        faults.push(String(e.message).split('\n')[0])
      }
      if (faults.length) {
        bad++
        console.error(`${name} ${width}: ${faults.join(' | ')}`)
      }
    }
  }
  await context.close()
}
await browser.close()
console.log(`shots: pages=${done} faults=${bad}`)
process.exit(bad ? 1 : 0)
