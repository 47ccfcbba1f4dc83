import { computed, ref, type Ref, type WatchSource, watch } from 'vue'
import { useLoad, type Load } from './load'

export interface Page<T> {
  items: T[]
  next: string | null
  total: number | null
  /** The total is a count up to a cap, or an estimate. */
  about: boolean
}

export interface Keyset<T> extends Load<Page<T>> {
  from: Ref<number>
  to: Ref<number>
  hasNext: Ref<boolean>
  hasPrev: Ref<boolean>
  nextPage: () => void
  prevPage: () => void
}

/** Walks a list by the server's cursor. The way back is the stack of cursors already used; there are no page numbers. */
export function useKeyset<T>(fetch: (cursor: string | null) => Promise<Page<T>>, size: number, resetOn: WatchSource[] = []): Keyset<T> {
  const stack = ref<(string | null)[]>([null])
  const load = useLoad<Page<T>>(() => fetch(stack.value[stack.value.length - 1] ?? null), [() => stack.value.length])
  if (resetOn.length > 0) {
    watch(resetOn, () => {
      if (stack.value.length > 1) stack.value = [null]
      else void load.reload()
    })
  }
  const from = computed(() => (load.data.value?.items.length ? (stack.value.length - 1) * size + 1 : 0))
  const to = computed(() => (load.data.value ? (stack.value.length - 1) * size + load.data.value.items.length : 0))
  return {
    ...load,
    from,
    to,
    hasNext: computed(() => Boolean(load.data.value?.next)),
    hasPrev: computed(() => stack.value.length > 1),
    nextPage() {
      const next = load.data.value?.next
      if (next && !load.busy.value) stack.value = [...stack.value, next]
    },
    prevPage() {
      if (stack.value.length > 1) stack.value = stack.value.slice(0, -1)
    },
  }
}
