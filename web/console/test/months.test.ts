import { expect, test } from 'vitest'
import { monthsBefore } from '../src/lib/months'

test('the months before a day go back over the turn of the year, newest first', () => {
  expect(monthsBefore('2026-02-15', 4)).toEqual(['2026-02-01', '2026-01-01', '2025-12-01', '2025-11-01'])
})
