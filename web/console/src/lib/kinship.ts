export interface KinNode { id: string; name: string; role: string; relation: string; status?: string; statusName?: string; born?: string; died?: string; isChild: boolean }
export interface KinEdge { from: string; to: string; kind: string; broken: boolean }
export interface Placed extends KinNode { x: number; y: number; row: number }

export const NODE = { w: 124, h: 54, gap: 20, rows: 100, left: 46, top: 34 }

/** Generation of a relative seen from the child: 0 grandparents, 1 parents and their like, 2 the child's own. */
export function generation(n: KinNode): number {
  const text = `${n.relation} ${n.role}`
  if (n.isChild) return 2
  if (/GRAND|祖|外公|外婆|姥|爷|奶/.test(text)) return 0
  if (/FATHER|MOTHER|PARENT|GUARDIAN|CARER|UNCLE|AUNT|父|母|监护|照料|叔|伯|姑|姨|舅/.test(text)) return 1
  return 2
}

/** At most three rows; the child stands first in the last one, so that the line of care reaches it from the left. */
export function layout(nodes: KinNode[]): { placed: Placed[]; width: number; height: number } {
  const rows = [0, 1, 2].map((g) => nodes.filter((n) => generation(n) === g).sort((a, b) => Number(b.isChild) - Number(a.isChild)))
  const used = rows.filter((r) => r.length > 0)
  const widest = Math.max(1, ...used.map((r) => r.length))
  const width = Math.max(440, NODE.left + widest * (NODE.w + NODE.gap) + 6)
  const placed = used.flatMap((row, i) =>
    row.map((n, k) => ({
      ...n,
      row: i,
      x: NODE.left + (n.isChild || row.length === widest ? 0 : ((widest - row.length) * (NODE.w + NODE.gap)) / 4) + k * (NODE.w + NODE.gap) + NODE.w / 2,
      y: NODE.top + i * NODE.rows,
    })),
  )
  return { placed, width, height: NODE.top + (used.length - 1) * NODE.rows + NODE.h / 2 + 34 }
}

/** The path of an edge between two placed people. */
export function route(e: KinEdge, a: Placed, b: Placed): string {
  const half = NODE.h / 2
  if (e.kind === 'CARE') {
    const first = !(a.x - NODE.w / 2 > NODE.left + 4)
    const exit = first ? `M${a.x - NODE.w / 2} ${a.y}H14` : `M${a.x} ${a.y - half}V${a.y - half - 6}H14`
    return `${exit}V${b.y}H${b.x - NODE.w / 2 - 8}`
  }
  if (a.row === b.row) {
    const [l, r] = a.x < b.x ? [a, b] : [b, a]
    return `M${l.x + NODE.w / 2} ${l.y}H${r.x - NODE.w / 2}`
  }
  const [up, down] = a.y < b.y ? [a, b] : [b, a]
  const mid = down.y - half - 14
  return `M${up.x} ${up.y + half}V${mid}H${down.x}V${down.y - half}`
}
