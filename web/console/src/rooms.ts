import type { IconName } from '@hutong/shared'

export interface Room {
  path: string
  name: string
  icon: IconName
  key: string
  group: 'home' | 'flow' | 'base'
  /** Any of these opens the room. */
  needs: string[]
}

/** Flow order. The list only decides what is drawn; the server decides what may be read. */
export const rooms: Room[] = [
  { path: '/', name: '工作台', icon: 'home', key: 'h', group: 'home', needs: ['WORK_READ'] },
  { path: '/leads', name: '发现', icon: 'search', key: 'f', group: 'flow', needs: ['LEAD_READ'] },
  { path: '/applications', name: '认定', icon: 'doc', key: 'r', group: 'flow', needs: ['APPLICATION_READ'] },
  { path: '/payments', name: '发放', icon: 'money', key: 'p', group: 'flow', needs: ['ROLL_READ'] },
  { path: '/watch', name: '守护', icon: 'eye', key: 'w', group: 'flow', needs: ['DUTY_READ'] },
  { path: '/oversight', name: '监督', icon: 'chart', key: 'o', group: 'flow', needs: ['DASHBOARD_READ', 'LOOK_READ'] },
  { path: '/children', name: '档案', icon: 'folder', key: 'd', group: 'base', needs: ['CHILD_LIST'] },
  { path: '/policy', name: '政策', icon: 'book', key: 'z', group: 'base', needs: ['RULEBOOK_READ'] },
  { path: '/exchange', name: '交换', icon: 'swap', key: 'j', group: 'base', needs: ['CATALOGUE_READ', 'DELIVERY_READ', 'DELIVERY_SEND', 'HANDOVER_WORK'] },
  { path: '/system', name: '系统', icon: 'gear', key: 's', group: 'base', needs: ['ACCOUNT_MANAGE', 'REGION_MANAGE', 'CALENDAR_MANAGE'] },
]

export function roomOf(path: string): Room | undefined {
  if (path === '/') return rooms[0]
  const alias = path.startsWith('/households') || path.startsWith('/imports') || path.startsWith('/people') ? '/children' : path.startsWith('/decisions') ? '/applications' : path.startsWith('/deliveries') ? '/leads' : path
  return rooms.find((r) => r.path !== '/' && (alias === r.path || alias.startsWith(`${r.path}/`)))
}

export function maySee(room: Room, permissions: string[]): boolean {
  return room.needs.some((p) => permissions.includes(p))
}
