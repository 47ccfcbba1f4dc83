import { api, ask, cookie, Problem, type Answer } from '@hutong/shared'

type Delivery = Answer<'/api/exchange/deliveries', 'get'>['items'][number]

/** Files above this size go in pieces and can be gone on with after a break. */
export const inPieces = 24 * 1024 * 1024

async function sha256(bytes: ArrayBuffer): Promise<string> {
  return Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (b) => b.toString(16).padStart(2, '0')).join('')
}

/** Sends a large list piece by piece, from where an earlier try broke off. */
export async function sendInPieces(list: string, file: File, progress: (share: number) => void, signal: AbortSignal): Promise<Delivery> {
  let up = await ask(api.POST('/api/exchange/uploads', { body: { list, fileName: file.name, size: file.size } }))
  while (up.received < file.size) {
    if (signal.aborted) throw new Problem(0, { title: '已停止', saved: `已传的 ${Math.round((up.received / file.size) * 100)}% 留着`, next: '再选同一个文件就接着传' })
    const bytes = await file.slice(up.received, up.received + up.piece).arrayBuffer()
    const answer = await fetch(`/api/exchange/uploads/${up.id}/pieces?offset=${up.received}&sha256=${await sha256(bytes)}`, {
      method: 'PUT', body: bytes, signal, headers: { 'Content-Type': 'application/octet-stream', 'X-XSRF-TOKEN': cookie('XSRF-TOKEN') ?? '' },
    }).catch(() => { throw new Problem(0, { title: '网络断了', saved: '已传的部分留着', next: '再选同一个文件就接着传' }) })
    if (!answer.ok) throw new Problem(answer.status, await answer.json().catch(() => ({})))
    up = await answer.json()
    progress(up.received / file.size)
  }
  return ask(api.POST('/api/exchange/uploads/{id}/finish', { params: { path: { id: up.id } } }))
}
