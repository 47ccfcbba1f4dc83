import { onScopeDispose, ref, shallowRef, watch, type Ref, type WatchSource } from 'vue'
import { asProblem, type Problem } from '@hutong/shared'

export interface Load<T> {
  data: Ref<T | null>
  problem: Ref<Problem | null>
  /** True from 300 ms on, so that quick answers never flash a skeleton. */
  slow: Ref<boolean>
  busy: Ref<boolean>
  reload: () => Promise<void>
}

/** Fetches now and whenever a source changes. Old figures stay while new ones come; a late answer never replaces a newer one. */
export function useLoad<T>(fetch: () => Promise<T>, sources: WatchSource[] = []): Load<T> {
  const data = shallowRef<T | null>(null) as Ref<T | null>
  const problem = shallowRef<Problem | null>(null)
  const slow = ref(false)
  const busy = ref(false)
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function reload(): Promise<void> {
    const mine = ++turn
    busy.value = true
    clearTimeout(timer)
    timer = setTimeout(() => (slow.value = true), 300)
    try {
      const answer = await fetch()
      if (mine !== turn) return
      data.value = answer
      problem.value = null
    } catch (e) {
      if (mine !== turn) return
      problem.value = asProblem(e)
      if (problem.value.kind !== 'offline') data.value = null
    } finally {
      if (mine === turn) {
        busy.value = false
        slow.value = false
        clearTimeout(timer)
      }
    }
  }

  if (sources.length > 0) watch(sources, reload)
  onScopeDispose(() => {
    turn++
    clearTimeout(timer)
  })
  void reload()
  return { data, problem, slow, busy, reload }
}
