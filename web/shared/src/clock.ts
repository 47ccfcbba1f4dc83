import type { Level } from './level'

/** A statutory limit as the server sends it: the words are the server's, the ring and its urgency are drawn here. */
export interface Limit {
  startedOn?: string
  /** Absent while the due day cannot be computed (no holiday table for the year). */
  dueOn?: string
  limitDays: number
  /** 工作日 or 天 */
  unit: string
  usedDays: number
  leftDays?: number
  /** RUNNING, PAUSED, DONE, OVERDUE or UNKNOWN */
  state: string
  text: string
  clause?: string
}

/** Share of a limit used at which the chip changes; settings, not law. */
export const thresholds = { yellow: 0.6, orange: 0.75 }

export function share(l: Limit): number {
  if (l.limitDays <= 0) return 0
  return Math.min(1, Math.max(0, l.usedDays / l.limitDays))
}

export function limitLevel(l: Limit): Level {
  if (l.state === 'OVERDUE') return 'red'
  if (l.state !== 'RUNNING') return 'none'
  if (l.leftDays !== undefined && l.leftDays !== null && l.leftDays <= 0) return 'red'
  const s = share(l)
  if (s > thresholds.orange) return 'orange'
  if (s > thresholds.yellow) return 'yellow'
  return 'none'
}

/** What remains, with its unit: 剩 3 个工作日, 今天, 超期 1 天, 暂停 等补正. */
export function limitText(l: Limit): string {
  if (l.text) return l.text
  if (l.state === 'DONE') return '已办结'
  if (l.state === 'PAUSED') return '暂停'
  if (l.state === 'UNKNOWN' || l.leftDays === undefined || l.leftDays === null) return '待定'
  const unit = l.unit === '工作日' ? '个工作日' : '天'
  if (l.leftDays === 0) return '今天'
  return l.leftDays > 0 ? `剩 ${l.leftDays} ${unit}` : `超期 ${-l.leftDays} ${unit}`
}

/** Start, length, due day and clause, for focus or hover. */
export function limitDetail(l: Limit): string {
  return [
    l.startedOn ? `${l.startedOn} 起` : '',
    l.limitDays ? `限 ${l.limitDays} ${l.unit === '工作日' ? '个工作日' : '天'}` : '',
    l.dueOn ? `${l.dueOn} 到期` : '',
    l.clause ?? '',
  ].filter(Boolean).join('，')
}
