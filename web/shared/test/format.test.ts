import { describe, expect, test } from 'vitest'
import { age, ageZh, cityStandsOn, count, day, daysBetween, dayZh, differing, fingerprint, fileSize, moment, money, monthZh, percent, shortDay, signed, wan, weekday } from '../src/format'

describe('money written on a page', () => {
  test('has two decimals and a comma every three digits', () => {
    expect(money(170000)).toBe('1,700.00')
    expect(money(512_460_012)).toBe('5,124,600.12')
    expect(money(5)).toBe('0.05')
  })
  test('uses the minus sign, not the hyphen', () => {
    expect(money(-1_02_030)).toBe('−1,020.30')
  })
  test('is empty, not zero, when there is no amount', () => {
    expect(money(undefined)).toBe('')
    expect(money(null)).toBe('')
    expect(money(0)).toBe('0.00')
  })
  test('in 万元 is rounded half up and never shows a minus zero', () => {
    expect(wan(232_460_000)).toBe('232.46')
    expect(wan(5_000)).toBe('0.01')
    expect(wan(-4_000)).toBe('0.00')
  })
})

describe('instants of a city that stands on a day', () => {
  test('fall on that day when they come after it, and keep their hour', () => {
    cityStandsOn('2026-11-23')
    expect(moment('2026-11-24T09:14:00+08:00', true)).toBe('2026-11-23 09:14')
    expect(moment('2026-11-22T09:14:00+08:00')).toBe('11-22 09:14')
    expect(day('2026-11-24T01:14:00Z')).toBe('2026-11-23')
    cityStandsOn(null)
    expect(day('2026-11-22T18:30:00Z')).toBe('2026-11-23')
    expect(moment('2026-11-24T09:14:00+08:00')).toBe('11-24 09:14')
  })
})

describe('counts', () => {
  test('are grouped and keep their sign where asked', () => {
    expect(count(1_284_000)).toBe('1,284,000')
    expect(signed(14)).toBe('+14')
    expect(signed(-6)).toBe('−6')
    expect(signed(0)).toBe('0')
    expect(percent(0.916)).toBe('91.6%')
    expect(percent(undefined)).toBe('')
  })
})

describe('days', () => {
  test('stand as ISO in tables and in words in sentences', () => {
    expect(day('2026-11-23T09:14:00+08:00')).toBe('2026-11-23')
    expect(shortDay('2026-11-03', '2026-11-23')).toBe('11-03')
    expect(shortDay('2025-11-03', '2026-11-23')).toBe('2025-11-03')
    expect(dayZh('2026-11-03', '2026-11-23')).toBe('11 月 3 日')
    expect(dayZh('2027-01-05', '2026-11-23')).toBe('2027 年 1 月 5 日')
    expect(monthZh('2026-12')).toBe('2026 年 12 月')
    expect(weekday('2026-11-23')).toBe('星期一')
  })
  test('of an instant are those of China, wherever the browser stands', () => {
    expect(moment('2026-11-22T18:30:00Z')).toBe('11-23 02:30')
    expect(moment('2026-11-23T09:14:00+08:00', true)).toBe('2026-11-23 09:14')
  })
  test('that are no day give nothing', () => {
    expect(day('soon')).toBe('')
    expect(dayZh(null)).toBe('')
    expect(moment('soon')).toBe('')
  })
  test('apart are counted by the calendar', () => {
    expect(daysBetween('2026-11-23', '2027-01-05')).toBe(43)
  })
})

describe('age', () => {
  test('grows on the birthday, not before', () => {
    expect(age('2015-11-24', '2026-11-23')).toBe(10)
    expect(age('2015-11-23', '2026-11-23')).toBe(11)
  })
  test('of someone born on 29 February grows on 1 March of a common year', () => {
    expect(age('2008-02-29', '2026-02-28')).toBe(17)
    expect(age('2008-02-29', '2026-03-01')).toBe(18)
  })
  test('below one year is told in months', () => {
    expect(ageZh('2026-06-30', '2026-11-23')).toBe('4 个月')
    expect(ageZh('2026-11-10', '2026-11-23')).toBe('不满 1 个月')
  })
  test('is unknown for a birthday to come', () => {
    expect(age('2027-01-01', '2026-11-23')).toBeNull()
  })
})

describe('two written values side by side', () => {
  test('mark the characters that differ and no others', () => {
    expect(differing('0313', '0331')).toEqual([{ text: '03', differs: false }, { text: '13', differs: true }])
  })
  test('handle characters outside the basic plane as one', () => {
    expect(differing('张𬀩', '张伟')).toEqual([{ text: '张', differs: false }, { text: '𬀩', differs: true }])
  })
})

describe('identifiers for machines', () => {
  test('are shortened in the middle', () => {
    expect(fingerprint('9f2c71ae04d8aaaaaaaaaaaab3e6')).toBe('9f2c 71ae 04d8 … b3e6')
    expect(fileSize(10 * 1024 * 1024)).toBe('10.0 MB')
  })
})
