/** Words for codes whose names the server does not send beside them. */

type Placed = string | { path?: string; name?: string } | null | undefined

/** A place is a path (滨海新区 · 大港街道 · 某某村) or an object that carries one. */
export function placeText(p: Placed): string {
  if (!p) return ''
  return typeof p === 'string' ? p : (p.path ?? p.name ?? '')
}

/** The last part of a path, where the row has room for one word. */
export function placeShort(p: Placed): string {
  const parts = placeText(p).split(/\s*[·>]\s*/).filter(Boolean)
  return parts[parts.length - 1] ?? ''
}

export function sexZh(code: string | null | undefined): string {
  if (!code) return ''
  return { MALE: '男', M: '男', FEMALE: '女', F: '女' }[code.toUpperCase()] ?? code
}

export const answerWords: Record<string, string> = { yes: '符合', no: '不符合', pending: '待核实' }

export function answerZh(a: string | null | undefined): string {
  return answerWords[(a ?? '').toLowerCase()] ?? a ?? ''
}

