import { describe, expect, it } from 'vitest'
import { aboutZh } from '../src/lib/looks'

describe('what a line of the look-log is about', () => {
  it('is told in Chinese with the end of the number', () => {
    expect(aboutZh('child', '01a20b19-4b3d-721b-9ce8-87cd6fdd137b')).toBe('儿童档案 尾号 dd137b')
    expect(aboutZh('account', null)).toBe('账号')
  })
  it('never shows a code nobody has named', () => {
    expect(aboutZh('brand-new-kind', '01a20b19-4b3d-721b-9ce8-87cd6fdd137b')).not.toMatch(/brand/)
  })
  it('is empty where the line is about nothing', () => {
    expect(aboutZh(null, null)).toBe('')
  })
})
