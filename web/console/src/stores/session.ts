import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { api, ask, cityStandsOn, moment, type Answer } from '@hutong/shared'
import { maySee, roomOf, rooms } from '../rooms'

export type Session = Answer<'/api/session', 'get'>

export const useSession = defineStore('session', () => {
  const session = shallowRef<Session | null>(null)
  const asked = ref(false)

  watch(session, (now) => cityStandsOn(now?.todayFixed ? now.today : null), { flush: 'sync' })

  const permissions = computed(() => session.value?.permissions ?? [])
  /** The first room the account may enter; administrators have no work desk. */
  const first = computed(() => rooms.find((r) => maySee(r, permissions.value))?.path ?? '/help')
  const today = computed(() => session.value?.today ?? new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10))
  const scopeName = computed(() => {
    const scope = session.value?.account.scope ?? []
    if (scope.length === 0) return session.value?.city?.name ?? ''
    const first = scope[0]!
    const name = first.path || first.name
    return scope.length > 1 ? `${name} 等 ${scope.length} 处` : name
  })
  const watermark = computed(() => {
    const a = session.value?.account
    if (!a) return ''
    return `${a.name} ${a.officeName ? a.officeName + ' ' : ''}${moment(new Date().toISOString())}`
  })

  async function load(): Promise<void> {
    try {
      session.value = await ask(api.GET('/api/session'))
    } finally {
      asked.value = true
    }
  }

  async function signIn(login: string, password: string): Promise<void> {
    session.value = await ask(api.POST('/api/session', { body: { login, password } }))
    asked.value = true
  }

  async function signOut(): Promise<void> {
    try {
      await ask(api.DELETE('/api/session'))
    } finally {
      session.value = null
    }
  }

  /** Whether the account holds one of these permissions; the server asks again. */
  function may(...permissions: string[]): boolean {
    return permissions.some((p) => session.value?.permissions.includes(p))
  }

  function mayOpen(path: string): boolean {
    const room = roomOf(path)
    return room === undefined || maySee(room, session.value?.permissions ?? [])
  }

  return { session, asked, permissions, first, today, scopeName, watermark, load, signIn, signOut, may, mayOpen }
})
