import { onBeforeUnmount, onMounted } from 'vue'

export type Verdict = 'SAME' | 'DIFFERENT' | 'UNSURE'

/** y, n and u answer what is open, j goes to the next; not while somebody types. */
export function useVerdictKeys(answer: (verdict: Verdict) => unknown, next: () => void): void {
  const verdicts: Record<string, Verdict> = { y: 'SAME', n: 'DIFFERENT', u: 'UNSURE' }
  function key(e: KeyboardEvent): void {
    const t = e.target
    if (e.ctrlKey || e.metaKey || e.altKey || (t instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName))) return
    const verdict = verdicts[e.key.toLowerCase()]
    if (verdict) {
      e.preventDefault()
      void answer(verdict)
    } else if (e.key === 'j') next()
  }
  onMounted(() => document.addEventListener('keydown', key))
  onBeforeUnmount(() => document.removeEventListener('keydown', key))
}
