import { limitLevel, type Limit, type Level } from '@hutong/shared'

/** The things of a queue nearest to breaking their limit, worst first. */
export function nearest<T extends { clock?: Limit }>(items: T[], n: number): T[] {
  const rank: Record<Level, number> = { red: 0, orange: 1, yellow: 2, none: 3, green: 3 }
  return items
    .filter((i) => i.clock && ['RUNNING', 'OVERDUE'].includes(i.clock.state))
    .sort((a, b) => rank[limitLevel(a.clock!)] - rank[limitLevel(b.clock!)] || (a.clock!.leftDays ?? 0) - (b.clock!.leftDays ?? 0))
    .slice(0, n)
}

export function dueToday(clock: Limit | undefined): boolean {
  return Boolean(clock && (clock.state === 'OVERDUE' || (clock.state === 'RUNNING' && (clock.leftDays ?? 1) <= 0)))
}

export function overdue(clock: Limit | undefined): boolean {
  return Boolean(clock && (clock.state === 'OVERDUE' || (clock.leftDays ?? 0) < 0))
}
