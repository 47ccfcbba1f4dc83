import { expect, type Browser, type Page } from '@playwright/test'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export type Offer = { login: string; password: string; title: string; officeName: string }

/** One signed-in person with a browser window of their own. */
export class Desk {
  private constructor(readonly page: Page, readonly offer: Offer) {}

  static async of(browser: Browser, title: string): Promise<Desk> {
    const page = await (await browser.newContext({ baseURL: process.env.HUTONG_URL })).newPage()
    const offers = (await (await page.request.get('/api/demo-accounts')).json()) as Offer[]
    const offer = offers.find((one) => one.title === title)
    if (!offer) throw new Error(`no demo account is a ${title}`)
    await page.goto('/login')
    await page.getByText(offer.login, { exact: true }).click()
    await expect(page).not.toHaveURL(/login/)
    return new Desk(page, offer)
  }

  async get<T>(address: string): Promise<T> {
    const answer = await this.page.request.get(address)
    expect(answer.ok(), `${address} → ${answer.status()} ${await answer.text()}`).toBeTruthy()
    return (await answer.json()) as T
  }

  /** What a button of the page sends, with the page's own session and token. */
  async send<T>(method: 'POST' | 'PUT', address: string, body: unknown): Promise<T> {
    const token = (await this.page.context().cookies()).find((cookie) => cookie.name === 'XSRF-TOKEN')?.value ?? ''
    const answer = await this.page.request.fetch(address, { method, data: body, headers: { 'X-XSRF-TOKEN': token } })
    expect(answer.ok(), `${address} → ${answer.status()} ${await answer.text()}`).toBeTruthy()
    const text = await answer.text()
    return (text ? JSON.parse(text) : undefined) as T
  }

  async open(address: string, sees: string | RegExp): Promise<void> {
    await this.page.goto(address)
    await expect(this.page.getByText(sees).first()).toBeVisible()
  }
}

/** One of the lists the demo keeps for the user, by a word of its file name. */
export function keptList(word: string): { name: string; mimeType: string; buffer: Buffer } {
  const folder = path.join(process.env.HUTONG_DATA_FOLDER ?? path.resolve('../.hutong/demo'), '部门名单')
  const name = readdirSync(folder).find((file) => file.includes(word))
  if (!name) throw new Error(`no list named after ${word} in ${folder}`)
  return { name, mimeType: 'text/csv', buffer: readFileSync(path.join(folder, name)) }
}
