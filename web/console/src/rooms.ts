import type { IconName } from '@hutong/shared'

export interface Room {
  path: string
  name: string
  icon: IconName
  key: string
  group: 'home' | 'flow' | 'base'
  roles: string[] | 'all'
}

const child = ['CHILD_DIRECTOR', 'CHILD_SUPERVISOR', 'TOWN_CLERK', 'DISTRICT_OFFICER', 'DISTRICT_APPROVER', 'CITY_OFFICER']

/** Flow order. The list only decides what is drawn; the server decides what may be read. */
export const rooms: Room[] = [
  { path: '/', name: '工作台', icon: 'home', key: 'h', group: 'home', roles: 'all' },
  { path: '/leads', name: '发现', icon: 'search', key: 'f', group: 'flow', roles: child },
  { path: '/applications', name: '认定', icon: 'doc', key: 'r', group: 'flow', roles: child },
  { path: '/payments', name: '发放', icon: 'money', key: 'p', group: 'flow', roles: ['TOWN_CLERK', 'DISTRICT_OFFICER', 'DISTRICT_APPROVER', 'CITY_OFFICER', 'AUDITOR'] },
  { path: '/watch', name: '守护', icon: 'eye', key: 'w', group: 'flow', roles: child },
  { path: '/oversight', name: '监督', icon: 'chart', key: 'o', group: 'flow', roles: ['TOWN_CLERK', 'DISTRICT_OFFICER', 'DISTRICT_APPROVER', 'CITY_OFFICER', 'AUDITOR', 'AUDIT_ADMIN'] },
  { path: '/children', name: '档案', icon: 'folder', key: 'd', group: 'base', roles: [...child, 'INSTITUTION'] },
  { path: '/policy', name: '政策', icon: 'book', key: 'z', group: 'base', roles: 'all' },
  { path: '/exchange', name: '交换', icon: 'swap', key: 'j', group: 'base', roles: ['DISTRICT_OFFICER', 'DISTRICT_APPROVER', 'CITY_OFFICER', 'DEPARTMENT'] },
  { path: '/system', name: '系统', icon: 'gear', key: 's', group: 'base', roles: ['SECURITY_ADMIN', 'SYSTEM_ADMIN', 'AUDIT_ADMIN'] },
]

export function roomOf(path: string): Room | undefined {
  if (path === '/') return rooms[0]
  const alias = path.startsWith('/households') || path.startsWith('/imports') ? '/children' : path.startsWith('/decisions') ? '/applications' : path.startsWith('/deliveries') ? '/leads' : path
  return rooms.find((r) => r.path !== '/' && (alias === r.path || alias.startsWith(`${r.path}/`)))
}

export function maySee(room: Room, roles: string[]): boolean {
  return room.roles === 'all' || room.roles.some((r) => roles.includes(r))
}
