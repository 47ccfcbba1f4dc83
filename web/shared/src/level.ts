/** Urgency scale. Word and shape are fixed and always shown together; the colour alone says nothing. */
export type Level = 'red' | 'orange' | 'yellow' | 'green' | 'none'

export const levels: Record<Level, { letter: string; name: string; word: string; css: string }> = {
  red: { letter: 'r', name: '红', word: '立即处置', css: 'lv-r' },
  orange: { letter: 'o', name: '橙', word: '重点跟进', css: 'lv-o' },
  yellow: { letter: 'y', name: '黄', word: '持续关注', css: 'lv-y' },
  green: { letter: 'g', name: '绿', word: '平稳', css: 'lv-g' },
  none: { letter: 'n', name: '无', word: '不适用', css: 'lv-n' },
}

/** The server writes levels in capitals, in Chinese or not at all. */
export function levelOf(value: string | null | undefined): Level {
  const v = (value ?? '').trim().toLowerCase()
  if (v in levels) return v as Level
  const hit = (Object.entries(levels) as [Level, { name: string }][]).find(([, l]) => v.startsWith(l.name))
  return hit ? hit[0] : 'none'
}
