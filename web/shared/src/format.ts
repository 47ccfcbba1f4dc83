/** Text forms used on every screen. Money comes in 分, days as `yyyy-MM-dd`, instants as ISO with zone. */

const MINUS = '−'

function grouped(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** 170000 → `1,700.00`; minus is U+2212. Nothing to show is an empty string, never a zero. */
export function money(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return ''
  const abs = Math.abs(Math.trunc(fen))
  const cents = String(abs % 100).padStart(2, '0')
  return `${fen < 0 ? MINUS : ''}${grouped(Math.floor(abs / 100))}.${cents}`
}

export function yuan(fen: number | null | undefined): string {
  const m = money(fen)
  return m === '' ? '' : `${m} 元`
}

/** 分 as 万元 with two decimals, rounded half up. */
export function wan(fen: number): string {
  const hundredths = Math.round(Math.abs(fen) / 10_000)
  return `${fen < 0 && hundredths > 0 ? MINUS : ''}${grouped(Math.floor(hundredths / 100))}.${String(hundredths % 100).padStart(2, '0')}`
}

export function count(n: number | null | undefined): string {
  if (n === null || n === undefined) return ''
  return `${n < 0 ? MINUS : ''}${grouped(Math.abs(Math.trunc(n)))}`
}

export function signed(n: number): string {
  return n > 0 ? `+${count(n)}` : n < 0 ? count(n) : '0'
}

/** Share 0..1 as `91.6%`. */
export function percent(share: number | null | undefined, digits = 1): string {
  if (share === null || share === undefined || Number.isNaN(share)) return ''
  return `${(share * 100).toFixed(digits)}%`
}

interface Day { y: number; m: number; d: number }

export function parseDay(iso: string | null | undefined): Day | null {
  const hit = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso ?? '')
  return hit ? { y: Number(hit[1]), m: Number(hit[2]), d: Number(hit[3]) } : null
}

/** For tables: `2026-11-23`. */
export function day(iso: string | null | undefined): string {
  return parseDay(iso) ? chinaDay(iso!) : ''
}

/** The day an instant falls on in China; a day is itself. */
function chinaDay(iso: string): string {
  return iso.length > 10 && iso[10] === 'T' ? moment(iso, true).slice(0, 10) : iso.slice(0, 10)
}

/** For tables where the year is the screen's own: `11-23`, else the full day. */
export function shortDay(iso: string | null | undefined, today: string): string {
  const d = parseDay(iso)
  if (!d) return ''
  return parseDay(today)?.y === d.y ? iso!.slice(5, 10) : iso!.slice(0, 10)
}

/** For sentences: `11 月 23 日`, with the year when it is not this one. */
export function dayZh(iso: string | null | undefined, today?: string): string {
  const d = parseDay(iso)
  if (!d) return ''
  const short = `${d.m} 月 ${d.d} 日`
  return today !== undefined && parseDay(today)?.y === d.y ? short : `${d.y} 年 ${short}`
}

/** `2026-11` → `2026 年 11 月`. */
export function monthZh(iso: string | null | undefined): string {
  const hit = /^(\d{4})-(\d{2})/.exec(iso ?? '')
  return hit ? `${hit[1]} 年 ${Number(hit[2])} 月` : ''
}

const WEEK = ['日', '一', '二', '三', '四', '五', '六']

export function weekday(iso: string): string {
  const d = parseDay(iso)
  return d ? `星期${WEEK[new Date(Date.UTC(d.y, d.m - 1, d.d)).getUTCDay()]}` : ''
}

let lastDay: string | null = null

/** The day a demo's city stands on, or null: an instant after it is shown as falling on it, as the server counts it. */
export function cityStandsOn(iso: string | null): void {
  lastDay = iso
}

/** Instant in China's time: `11-23 09:14`, with year when `full`. */
export function moment(iso: string | null | undefined, full = false): string {
  if (!iso) return ''
  const t = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(iso) ? iso : `${iso}+08:00`)
  if (Number.isNaN(t)) return ''
  const cn = new Date(t + 8 * 3_600_000).toISOString()
  const on = lastDay !== null && cn.slice(0, 10) > lastDay ? lastDay : cn
  return `${on.slice(full ? 0 : 5, 10)} ${cn.slice(11, 16)}`
}

/** Whole years reached on `on`; a birthday on 29 February is reached on 1 March of a common year. */
export function age(birth: string | null | undefined, on: string): number | null {
  const b = parseDay(birth)
  const o = parseDay(on)
  if (!b || !o) return null
  const years = o.y - b.y - (o.m < b.m || (o.m === b.m && o.d < b.d) ? 1 : 0)
  return years < 0 ? null : years
}

export function ageZh(birth: string | null | undefined, on: string): string {
  const b = parseDay(birth)
  const o = parseDay(on)
  const years = age(birth, on)
  if (!b || !o || years === null) return ''
  if (years > 0) return `${years} 岁`
  const months = (o.y - b.y) * 12 + o.m - b.m - (o.d < b.d ? 1 : 0)
  return months > 0 ? `${months} 个月` : '不满 1 个月'
}

export function daysBetween(from: string, to: string): number {
  const a = parseDay(from)
  const b = parseDay(to)
  if (!a || !b) return NaN
  return Math.round((Date.UTC(b.y, b.m - 1, b.d) - Date.UTC(a.y, a.m - 1, a.d)) / 86_400_000)
}

/** Splits two written values into runs, marking characters that differ at their place from the other's. */
export function differing(mine: string, other: string): { text: string; differs: boolean }[] {
  const a = Array.from(mine)
  const b = Array.from(other)
  const runs: { text: string; differs: boolean }[] = []
  a.forEach((ch, i) => {
    const differs = ch !== b[i]
    const last = runs[runs.length - 1]
    if (last && last.differs === differs) last.text += ch
    else runs.push({ text: ch, differs })
  })
  return runs
}

/** Fingerprint in groups, middle cut: `9f2c 71ae … b3e6`. */
export function fingerprint(hex: string | null | undefined): string {
  if (!hex) return ''
  return hex.length <= 16 ? hex : `${hex.slice(0, 4)} ${hex.slice(4, 8)} ${hex.slice(8, 12)} … ${hex.slice(-4)}`
}

export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} 字节`
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
