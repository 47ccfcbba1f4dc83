import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { api, ask, type Answer } from '@hutong/shared'

export interface OpenPurpose {
  subjectId: string
  purpose: string
  expiresAt: string
}

/** What the bar and the left column show beside the page: counts, unread messages, the purpose of the open file. */
export const useShell = defineStore('shell', () => {
  const counts = ref<Record<string, { n: number; hot: boolean }>>({})
  const unread = ref(0)
  const noticesOpen = ref(false)
  const purpose = shallowRef<OpenPurpose | null>(null)
  /** Code → name, fetched once; the server names purposes by code. */
  const kinds = shallowRef<Record<string, string>>({})
  async function learnKinds(): Promise<void> {
    if (Object.keys(kinds.value).length > 0) return
    const list = await ask(api.GET('/api/purposes/kinds')).catch(() => [])
    kinds.value = Object.fromEntries(list.map((k) => [k.code, k.name]))
  }
  const now = ref(Date.now())
  const minutesLeft = computed(() => (purpose.value ? Math.max(0, Math.ceil((Date.parse(purpose.value.expiresAt) - now.value) / 60_000)) : 0))
  const purposeOver = computed(() => purpose.value !== null && Date.parse(purpose.value.expiresAt) <= now.value)
  const places: Record<string, string> = { DISCOVER: '/leads', DETERMINE: '/applications', WATCH: '/watch' }
  function show(work: Answer<'/api/work', 'get'>): void {
    const next: Record<string, { n: number; hot: boolean }> = { '/': { n: work.queue.length, hot: work.headline.red > 0 } }
    for (const f of work.flow) if (places[f.stage]) next[places[f.stage]!] = { n: f.count, hot: false }
    counts.value = next
  }
  return { counts, show, kinds, learnKinds, unread, noticesOpen, purpose, now, minutesLeft, purposeOver }
})
