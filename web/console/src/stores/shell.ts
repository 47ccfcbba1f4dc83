import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

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
  const now = ref(Date.now())
  const minutesLeft = computed(() => (purpose.value ? Math.max(0, Math.ceil((Date.parse(purpose.value.expiresAt) - now.value) / 60_000)) : 0))
  const purposeOver = computed(() => purpose.value !== null && Date.parse(purpose.value.expiresAt) <= now.value)
  return { counts, unread, noticesOpen, purpose, now, minutesLeft, purposeOver }
})
