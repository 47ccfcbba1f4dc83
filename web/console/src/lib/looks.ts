/** What a line of the look-log is about, in the words of the screens; the server names the kind by its code. */
const kinds: Record<string, string> = {
  account: '账号', application: '申请', 'back-test': '回溯', campaign: '摸底排查', child: '儿童档案', comparison: '比对', decision: '决定', delivery: '名单批次', duty: '联系和走访',
  file: '文件', handover: '转办', household: '户档', import: '花名册导入', lead: '线索', migrant: '流动留守', outbound: '报送', pair: '疑似同一人', person: '人员',
  'policy-draft': '政策修改', 'policy-whatif': '试算', purpose: '查阅目的', roll: '发放名册', source: '来源',
}

/** `child`, `…8bfd` → 儿童档案 …8bfd; empty where the line is about nothing. The last six of the number tell two of a kind apart. */
export function aboutZh(kind: string | null | undefined, id: string | null | undefined): string {
  if (!kind) return ''
  const name = kinds[kind.toLowerCase()] ?? '其他记录'
  return id ? `${name} 尾号 ${id.slice(-6)}` : name
}
