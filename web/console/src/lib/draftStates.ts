import type { Level } from '@hutong/shared'

/** A draft's state on the level scale: what waits for somebody is yellow, what came back is orange. */
export function draftLevel(state: string): Level {
  switch (state) {
    case 'SUBMITTED':
      return 'yellow'
    case 'RETURNED':
      return 'orange'
    case 'APPROVED':
    case 'IN_FORCE':
      return 'green'
    default:
      return 'none'
  }
}

export function versionLevel(state: string): Level {
  return state === '现行' ? 'green' : state === '待生效' ? 'yellow' : 'none'
}
