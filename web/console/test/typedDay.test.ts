import { expect, test } from 'vitest'
import { sameDay, typedMonth } from '../src/lib/typedDay'

test('a typed day is the day it is read as, or none', () => {
  expect(sameDay('2026-1-5', '2026-01-05')).toBe(true)
  expect(sameDay('2026年11月23日', '2026-11-23')).toBe(true)
  expect(sameDay('2026-13-40', '2027-02-09')).toBe(false)
  expect(sameDay('2026-02-30', '2026-03-02')).toBe(false)
})

test('a month may be typed in figures', () => {
  expect(typedMonth('2026-12')).toBe('2026-12')
  expect(typedMonth('202603')).toBe('2026-03')
  expect(typedMonth('2026 年 3 月')).toBe('2026-03')
  expect(typedMonth('2026-13')).toBe('')
  expect(typedMonth('12')).toBe('')
})
