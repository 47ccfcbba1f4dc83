import type { Level } from '@hutong/shared'

/** Words for what has become of a delivered file. */
export const deliveryState: Record<string, { word: string; level: Level }> = {
  RECEIVED: { word: '已收，等读', level: 'none' }, READING: { word: '正在读', level: 'none' }, DONE: { word: '读完', level: 'green' },
  REFUSED: { word: '没有收下', level: 'orange' }, FAILED: { word: '没读完', level: 'orange' }, STOPPED: { word: '已停', level: 'yellow' },
  HELD: { word: '等您核实', level: 'orange' },
}

export const importState: Record<string, { word: string; level: Level }> = {
  MAPPING: { word: '等对列', level: 'yellow' }, PREVIEWED: { word: '等您选', level: 'yellow' }, RUNNING: { word: '正在写', level: 'none' },
  DONE: { word: '写完', level: 'green' }, FAILED: { word: '没写成', level: 'orange' }, STOPPED: { word: '已停', level: 'yellow' },
}
