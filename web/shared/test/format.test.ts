import { describe, expect, test } from 'vitest'
import { money } from '../src/format'
describe('x', () => { test('y', () => expect(money(170000)).toBe('1,700.00')) })
