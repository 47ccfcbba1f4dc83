import { mount } from '@vue/test-utils'
import { describe, expect, test } from 'vitest'
import { limitDetail, limitLevel, limitText, share, type Limit } from '../src/clock'
import ClockChip from '../src/components/ClockChip.vue'
import LevelTag from '../src/components/LevelTag.vue'
import { levelOf, levels, type Level } from '../src/level'

const running = (used: number, total = 15): Limit => ({ limitDays: total, unit: '工作日', usedDays: used, leftDays: total - used, state: 'RUNNING', text: '' })

describe('a statutory limit', () => {
  test('is calm up to sixty percent, then yellow, then orange, and red on the day itself', () => {
    expect(limitLevel(running(9))).toBe('none')
    expect(limitLevel(running(10))).toBe('yellow')
    expect(limitLevel(running(12))).toBe('orange')
    expect(limitLevel(running(15))).toBe('red')
  })
  test('past its day is red and says by how much', () => {
    const late: Limit = { ...running(17), state: 'OVERDUE' }
    expect(limitLevel(late)).toBe('red')
    expect(limitText(late)).toBe('超期 2 个工作日')
  })
  test('says working days and calendar days apart', () => {
    expect(limitText(running(12))).toBe('剩 3 个工作日')
    expect(limitText({ ...running(12), unit: '天' })).toBe('剩 3 天')
    expect(limitText(running(15))).toBe('今天')
  })
  test('that runs into a year without a holiday table is open, not red', () => {
    const open: Limit = { limitDays: 15, unit: '工作日', usedDays: 2, state: 'UNKNOWN', text: '待定（2027 年放假安排未录入）' }
    expect(limitLevel(open)).toBe('none')
    expect(limitText(open)).toBe('待定（2027 年放假安排未录入）')
  })
  test('tells start, length, due day and clause', () => {
    expect(limitDetail({ ...running(1), startedOn: '2026-11-20', dueOn: '2026-12-10', clause: '民发〔2019〕62号' })).toBe('2026-11-20 起，限 15 个工作日，2026-12-10 到期，民发〔2019〕62号')
  })
  test('never shows more than a full ring', () => {
    expect(share(running(40))).toBe(1)
    expect(share({ ...running(1), limitDays: 0 })).toBe(0)
  })
  test('that is paused draws no arc and no level', () => {
    const chip = mount(ClockChip, { props: { limit: { ...running(14), state: 'PAUSED', text: '暂停 等补正' } } })
    expect(chip.findAll('circle')).toHaveLength(1)
    expect(chip.text()).toBe('暂停 等补正')
    expect(chip.classes()).toEqual(['clk'])
  })
})

describe('a level on the page', () => {
  test('always carries its word, whatever the level', () => {
    for (const level of Object.keys(levels) as Level[]) {
      const tag = mount(LevelTag, { props: { level } })
      expect(tag.find('[aria-hidden=true]:not(svg)').text()).toBe(levels[level].word)
      expect(tag.find('svg').exists()).toBe(true)
    }
  })
  test('is read aloud as colour and word', () => {
    expect(mount(LevelTag, { props: { level: 'red' } }).find('.sr').text()).toBe('红，立即处置')
  })
  test('has a shape of its own, so that grey print still tells them apart', () => {
    const shapes = (Object.keys(levels) as Level[]).map((level) => mount(LevelTag, { props: { level } }).find('svg').html().replace(/var\(--[\w-]+\)/g, ''))
    expect(new Set(shapes).size).toBe(5)
  })
  test('is understood from capitals, from Chinese and from nothing', () => {
    expect(levelOf('ORANGE')).toBe('orange')
    expect(levelOf('红')).toBe('red')
    expect(levelOf(null)).toBe('none')
    expect(levelOf('PURPLE')).toBe('none')
  })
})
