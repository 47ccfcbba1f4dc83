import createClient, { type Middleware } from 'openapi-fetch'
import type { paths } from './generated/schema'
import { Problem, type ProblemBody } from './problem'
import type { Seen } from './types'

/** Double-submit token: the server sets the cookie, writes repeat it in a header. */
export function cookie(name: string, source: string = document.cookie): string | null {
  const hit = source.split('; ').find((c) => c.startsWith(`${name}=`))
  return hit ? decodeURIComponent(hit.slice(name.length + 1)) : null
}

const csrf: Middleware = {
  onRequest({ request }) {
    if (!['GET', 'HEAD', 'OPTIONS'].includes(request.method)) {
      const token = cookie('XSRF-TOKEN')
      if (token) request.headers.set('X-XSRF-TOKEN', token)
    }
    return request
  },
}

export const api = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? 'http://localhost' : location.origin,
  fetch: (request: Request) => globalThis.fetch(request),
})
api.use(csrf)

/** Called when the session has ended, once per answer; the console sends the reader to sign in. */
let signedOut: () => void = () => {}
export function onSignedOut(run: () => void): void {
  signedOut = run
}

/** Unwraps an answer or throws the Problem it carries. */
export async function ask<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<Seen<NonNullable<T>>> {
  let answer: { data?: T; error?: unknown; response: Response }
  try {
    answer = await call
  } catch {
    throw new Problem(0, {})
  }
  if (answer.response.ok) return answer.data as unknown as Seen<NonNullable<T>>
  if (answer.response.status === 401) signedOut()
  const body = typeof answer.error === 'object' && answer.error !== null ? (answer.error as ProblemBody) : {}
  throw new Problem(answer.response.status, body)
}

/** Sends a form with files, reporting how much has left the machine (fetch cannot say that). */
export function upload<T>(url: string, form: FormData, progress: (share: number) => void, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const x = new XMLHttpRequest()
    x.open('POST', url)
    const token = cookie('XSRF-TOKEN')
    if (token) x.setRequestHeader('X-XSRF-TOKEN', token)
    x.setRequestHeader('Accept', 'application/json, application/problem+json')
    x.upload.onprogress = (e) => progress(e.lengthComputable ? e.loaded / e.total : 0)
    x.onerror = () => reject(new Problem(0, {}))
    x.onabort = () => reject(new Problem(0, { title: '已停止', saved: '文件没有收下', next: '可重新选择文件' }))
    x.onload = () => {
      let body: unknown = null
      try {
        body = JSON.parse(x.responseText)
      } catch {
        body = null
      }
      if (x.status >= 200 && x.status < 300) resolve(body as T)
      else {
        if (x.status === 401) signedOut()
        reject(new Problem(x.status, (body ?? {}) as ProblemBody))
      }
    }
    signal?.addEventListener('abort', () => x.abort())
    x.send(form)
  })
}

/** Saves a file the server writes (workbook, letter). Answers with the name it was saved under. */
export async function download(url: string, init: RequestInit = {}): Promise<string> {
  const headers = new Headers(init.headers)
  const token = cookie('XSRF-TOKEN')
  if (init.method && init.method !== 'GET' && token) headers.set('X-XSRF-TOKEN', token)
  let r: Response
  try {
    r = await fetch(url, { ...init, headers })
  } catch {
    throw new Problem(0, {})
  }
  if (!r.ok) {
    if (r.status === 401) signedOut()
    throw new Problem(r.status, (await r.json().catch(() => ({}))) as ProblemBody)
  }
  const name = fileName(r.headers.get('Content-Disposition')) ?? '导出.xlsx'
  const href = URL.createObjectURL(await r.blob())
  const a = document.createElement('a')
  a.href = href
  a.download = name
  a.click()
  setTimeout(() => URL.revokeObjectURL(href), 30_000)
  return name
}

/** Reads an address that the document does not describe yet; the answer's shape is the caller's word. */
export async function read<T>(url: string): Promise<T> {
  let r: Response
  try {
    r = await fetch(url, { headers: { Accept: 'application/json' } })
  } catch {
    throw new Problem(0, {})
  }
  if (r.ok) return (await r.json()) as T
  if (r.status === 401) signedOut()
  throw new Problem(r.status, (await r.json().catch(() => ({}))) as ProblemBody)
}

/** An address of the contract with its parts filled in, for uploads and downloads; a wrong one does not compile. */
export function address(path: keyof paths, parts: Record<string, string | number> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, k: string) => encodeURIComponent(String(parts[k])))
}

export function fileName(disposition: string | null): string | null {
  const star = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')
  if (star) return decodeURIComponent(star[1]!)
  const plain = /filename="?([^";]+)"?/i.exec(disposition ?? '')
  return plain ? plain[1]! : null
}
