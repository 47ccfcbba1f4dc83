/** Whether typed text and a day (or month) are the same figures: `2026-1-5` and `2026-01-05` are, `2026-13-40` and `2027-02-09` are not. */
export function sameDay(typed: string, iso: string): boolean {
  const figures = (text: string) => (text.match(/\d+/g) ?? []).map(Number).join('-')
  return figures(typed) === figures(iso)
}

/** `2026-12`, `2026/12`, `2026年12月` or `202612` as `2026-12`; empty where it is no month. */
export function typedMonth(typed: string): string {
  const hit = /^\s*(\d{4})\D{0,3}(\d{1,2})\D{0,2}$/.exec(typed)
  const month = Number(hit?.[2] ?? 0)
  return hit && month >= 1 && month <= 12 ? `${hit[1]}-${String(month).padStart(2, '0')}` : ''
}
