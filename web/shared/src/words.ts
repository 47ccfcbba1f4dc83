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

const kin: Record<string, string> = {
  SELF: '本人', FATHER: '父', MOTHER: '母', GUARDIAN: '监护人', CARER: '照料人', SIBLING: '兄弟姐妹', BROTHER: '兄弟', SISTER: '姐妹', SPOUSE: '配偶', CHILD: '子女',
  GRANDPARENT: '祖辈', GRANDFATHER: '祖父', GRANDMOTHER: '祖母', UNCLE: '叔伯', AUNT: '姑姨', STEPFATHER: '继父', STEPMOTHER: '继母', RELATIVE: '亲属',
  PATERNAL_GRANDFATHER: '祖父', PATERNAL_GRANDMOTHER: '祖母', MATERNAL_GRANDFATHER: '外祖父', MATERNAL_GRANDMOTHER: '外祖母', OTHER: '其他',
}

/** Relation to the child: a code in words, or the word the server already wrote. */
export function kinZh(role: string | null | undefined, relation?: string | null): string {
  const known = [role, relation].find((r) => r && /[\u4e00-\u9fff]/.test(r))
  return known ?? kin[(role ?? '').toUpperCase()] ?? kin[(relation ?? '').toUpperCase()] ?? ''
}

export const answerWords: Record<string, string> = { yes: '符合', no: '不符合', pending: '待核实' }

export function answerZh(a: string | null | undefined): string {
  return answerWords[(a ?? '').toLowerCase()] ?? a ?? ''
}

