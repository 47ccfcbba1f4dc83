import type { Directive } from 'vue'

function rows(el: HTMLElement): HTMLElement[] {
  return Array.from(el.querySelectorAll<HTMLElement>('[data-row]'))
}

function arm(el: HTMLElement): void {
  const all = rows(el)
  if (!all.some((r) => r.tabIndex === 0)) all.forEach((r, i) => (r.tabIndex = i === 0 ? 0 : -1))
}

/** ↑ ↓ walk the rows, Enter opens the one in focus. Only one row is in the tab order. */
export const vRowKeys: Directive<HTMLElement> = {
  mounted(el) {
    arm(el)
    el.addEventListener('keydown', (e: KeyboardEvent) => {
      const row = (e.target as HTMLElement).closest<HTMLElement>('[data-row]')
      if (!row || (e.target !== row && e.key !== 'ArrowDown' && e.key !== 'ArrowUp')) return
      if (/^(INPUT|SELECT|TEXTAREA)$/.test((e.target as HTMLElement).tagName)) return
      const all = rows(el)
      const at = all.indexOf(row)
      if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
        const to = all[at + (e.key === 'ArrowDown' ? 1 : -1)]
        if (to) {
          row.tabIndex = -1
          to.tabIndex = 0
          to.focus()
        }
        e.preventDefault()
      } else if (e.key === 'Enter') {
        row.click()
        e.preventDefault()
      }
    })
  },
  updated: arm,
}
