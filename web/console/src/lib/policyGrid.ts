/** The logic of the parameter grid: what a row is, what can be said of a cell before the server has looked, and which finding belongs to which row. */

export interface GridRow {
  region: string
  keys: string[]
  from: string
  until: string
  value: string
  cite: string
  checkedOn: string
  nature: string
  note: string
}

export interface Finding {
  level: string
  place: string
  message: string
  path?: string
  line?: number
  decision?: string
  rule?: string
  column?: string
}

export function sameRow(a: GridRow, b: GridRow): boolean {
  return a.region === b.region && a.from === b.from && a.keys.length === b.keys.length && a.keys.every((k, i) => k === b.keys[i])
}

/** Ends the row on the day and adds the one that follows it: how a value changes without the old one being lost. */
export function successor(rows: GridRow[], at: number, from: string, today: string): GridRow[] {
  const old = rows[at]
  if (!old) return rows
  const next: GridRow = { ...old, keys: [...old.keys], from, until: old.until, value: old.value, cite: '', checkedOn: today, nature: '', note: '' }
  const ended: GridRow = { ...old, keys: [...old.keys], until: from }
  return [...rows.slice(0, at), ended, next, ...rows.slice(at + 1)]
}

export function blank(keys: number, region: string, today: string): GridRow {
  return { region, keys: Array.from({ length: keys }, () => ''), from: '', until: '', value: '', cite: '', checkedOn: today, nature: '', note: '' }
}

/** 2026-02-30 is no day. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const d = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(d.getTime()) && d.toISOString().slice(0, 10) === text
}

/** What is plainly wrong in a row, by column; the server's check says the rest. */
export function wrongCells(row: GridRow, type: string): Record<string, string> {
  const out: Record<string, string> = {}
  if (!/^\d{6}$/.test(row.region)) out.region = '选一个地方'
  if (!isDay(row.from)) out.from = '写作 2026-01-31'
  if (row.until !== '' && !isDay(row.until)) out.until = '写作 2026-01-31，没有就空着'
  else if (row.until !== '' && isDay(row.from) && row.until <= row.from) out.until = '应晚于施行日'
  if (row.value.trim() === '') out.value = '要有数值'
  else if (isNumber(type) && !/^-?\d+(\.\d+)?$/.test(row.value.trim())) out.value = '应是数'
  if (row.cite.trim() === '') out.cite = '选一条依据，或写“假设 理由”'
  if (row.checkedOn !== '' && !isDay(row.checkedOn)) out.checkedOn = '写作 2026-01-31'
  row.keys.forEach((k, i) => {
    if (k.trim() === '') out[`key${i}`] = '要选'
  })
  return out
}

function isNumber(type: string): boolean {
  return /数|金额|money|integer|decimal/.test(type)
}

/** Findings of one file by the row of the grid they name: line 1 of the file is its heading. Key −1 holds those that name no row. */
export function byRow(findings: Finding[], path: string, rows: number): Map<number, Finding[]> {
  const out = new Map<number, Finding[]>()
  for (const f of findings) {
    const mine = f.path === path || (f.path === undefined && f.message.includes(path))
    if (!mine) continue
    const at = f.line !== undefined && f.line >= 2 && f.line - 2 < rows ? f.line - 2 : -1
    out.set(at, [...(out.get(at) ?? []), f])
  }
  return out
}

/** How a row differs from the base: new, changed (which cells), or as it was. */
export function against(row: GridRow, base: GridRow[]): 'new' | 'changed' | 'same' {
  const was = base.find((b) => sameRow(b, row))
  if (!was) return 'new'
  const cells: (keyof GridRow)[] = ['until', 'value', 'cite', 'checkedOn', 'nature', 'note']
  return cells.every((c) => was[c] === row[c]) ? 'same' : 'changed'
}

export function removed(rows: GridRow[], base: GridRow[]): GridRow[] {
  return base.filter((b) => !rows.some((r) => sameRow(r, b)))
}
