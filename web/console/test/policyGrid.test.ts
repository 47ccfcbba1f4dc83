import { describe, expect, it } from 'vitest'
import { dmnWord } from '../src/lib/dmnWords'
import { against, byRow, isDay, removed, successor, wrongCells, type GridRow } from '../src/lib/policyGrid'

const row = (change: Partial<GridRow> = {}): GridRow => ({ region: '120000', keys: ['散居'], from: '2020-01-01', until: '', value: '2430', cite: 'TJ-2026#一', checkedOn: '2026-11-23', nature: '假设', note: '', ...change })

describe('改数', () => {
  it('旧行到日停止，新行接着施行，依据要另选', () => {
    const rows = successor([row(), row({ keys: ['集中'], value: '3030' })], 0, '2027-01-01', '2026-11-23')
    expect(rows).toHaveLength(3)
    expect(rows[0]).toMatchObject({ value: '2430', until: '2027-01-01' })
    expect(rows[1]).toMatchObject({ keys: ['散居'], from: '2027-01-01', until: '', cite: '', nature: '' })
    expect(rows[2]).toMatchObject({ keys: ['集中'], until: '' })
  })

  it('旧行原有的停止日归新行', () => {
    expect(successor([row({ until: '2030-01-01' })], 0, '2027-01-01', '2026-11-23').map((r) => r.until)).toEqual(['2027-01-01', '2030-01-01'])
  })
})

describe('一行里看得出的错', () => {
  it('写全了的没有错', () => expect(wrongCells(row(), '数（2 位小数）')).toEqual({}))
  it('数值写成汉字', () => expect(wrongCells(row({ value: '二千六' }), '数（2 位小数）')).toHaveProperty('value'))
  it('停止不晚于施行', () => expect(wrongCells(row({ until: '2020-01-01' }), '数')).toHaveProperty('until'))
  it('没有依据', () => expect(wrongCells(row({ cite: ' ' }), '数')).toHaveProperty('cite'))
  it('二月三十日不是日子', () => expect([isDay('2026-02-30'), isDay('2028-02-29'), isDay('2027-02-29')]).toEqual([false, true, false]))
})

describe('错误落在哪一行', () => {
  const path = '120000-tianjin/parameters/孤儿基本生活费标准.csv'
  const find = (line?: number, of = path) => ({ level: '错误', place: '', message: '', path: of, ...(line === undefined ? {} : { line }) })
  it('文件第一行是表头，第三行是表里第二行', () => expect([...byRow([find(3)], path, 2).keys()]).toEqual([1]))
  it('没说哪一行、行号超出的，记在表下', () => expect(byRow([find(), find(9)], path, 2).get(-1)).toHaveLength(2))
  it('别的文件的不算', () => expect(byRow([find(2, '000000-china/parameters/低保标准.csv')], path, 2).size).toBe(0))
})

describe('与原来比', () => {
  it('新行、改过的行、原样的行', () => {
    expect(against(row(), [row()])).toBe('same')
    expect(against(row({ until: '2027-01-01' }), [row()])).toBe('changed')
    expect(against(row({ from: '2027-01-01' }), [row()])).toBe('new')
  })
  it('少了的行数得出来', () => expect(removed([row()], [row(), row({ keys: ['集中'] })]).map((r) => r.keys[0])).toEqual(['集中']))
})

describe('决策表的话', () => {
  it('认识的说中文，不认识的照原样，括号里的填上', () => {
    expect(dmnWord('Add rule')).toBe('加一条')
    expect(dmnWord('Something new')).toBe('Something new')
    expect(dmnWord('e.g. { sample }', { sample: '5' })).toBe('如 5')
  })
})
