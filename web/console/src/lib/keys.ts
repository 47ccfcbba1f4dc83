import { onBeforeUnmount, onMounted } from 'vue'
import type { Router } from 'vue-router'

export const roomKeys: Record<string, string> = {
  h: '/', f: '/leads', r: '/applications', p: '/payments', w: '/watch', o: '/oversight', d: '/children', z: '/policy', j: '/exchange',
}

function typing(t: EventTarget | null): boolean {
  return t instanceof HTMLElement && (/^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName) || t.isContentEditable)
}

/** `/` search, `g` then a letter for a room, `?` help, ↓ into the first list. */
export function useRoomKeys(router: Router, focusSearch: () => void, may: (path: string) => boolean): void {
  let armed = 0
  function onKey(e: KeyboardEvent): void {
    if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k') {
      e.preventDefault()
      focusSearch()
      return
    }
    if (e.ctrlKey || e.metaKey || e.altKey || typing(e.target)) return
    if (document.querySelector('.el-overlay:not([style*="display: none"]) [role=dialog]')) return
    if (e.key === '/') {
      e.preventDefault()
      focusSearch()
    } else if (e.key === '?') {
      void router.push('/help')
    } else if (e.key === 'g') {
      armed = Date.now()
    } else if (armed && Date.now() - armed < 1500) {
      armed = 0
      const to = roomKeys[e.key]
      if (to && may(to)) {
        e.preventDefault()
        void router.push(to)
      }
    } else if (e.key === 'ArrowDown' && document.activeElement === document.body) {
      const first = document.querySelector<HTMLElement>('main [data-row]')
      if (first) {
        e.preventDefault()
        first.focus()
      }
    }
  }
  onMounted(() => document.addEventListener('keydown', onKey))
  onBeforeUnmount(() => document.removeEventListener('keydown', onKey))
}
