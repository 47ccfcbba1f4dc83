import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** A filter that lives in the address, so that every number can link to the list behind it. */
export function useQuery(name: string, otherwise = ''): WritableComputedRef<string> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get: () => (typeof route.query[name] === 'string' ? (route.query[name] as string) : otherwise),
    set: (value) => {
      const query = { ...route.query }
      if (value === '' || value === otherwise) delete query[name]
      else query[name] = value
      void router.replace({ query })
    },
  })
}

/**
 * Empty filters are not sent. Names are checked against the contract where the result is used; values are not, since
 * a filter comes out of the address as text and the server refuses one it does not know.
 */
export function some<T extends Record<string, unknown>>(query: T): { [K in keyof T]?: any } {
  return Object.fromEntries(Object.entries(query).filter(([, v]) => v !== '' && v !== null && v !== undefined)) as Partial<T>
}

/** The server's page in the shape the list walker wants. */
export function asPage<T>(p: { items: T[]; next?: string; total?: number; totalIsAbout?: boolean }): { items: T[]; next: string | null; total: number | null; about: boolean } {
  return { items: p.items, next: p.next ?? null, total: p.total ?? null, about: p.totalIsAbout ?? false }
}
