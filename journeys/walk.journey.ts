import { expect, test } from '@playwright/test'
import { Desk, keptList } from './desk'

type Lead = { id: string; subjectName: string; ruleCode: string; state: string; applicationId?: string }
type Application = { id: string; stage: string; childId: string; checks: { code: string }[]; actions: string[] }

test('a child found by two department lists is applied for, checked, confirmed, put on the roll and watched', async ({ browser }) => {
  const officer = await Desk.of(browser, '区民政经办人')
  const before = await officer.get<{ total: number }>('/api/leads?rule=WB-SSWR')

  // The district officer drops the two lists the demo keeps.
  for (const [list, word] of [['DEATH', '死亡注销'], ['CUSTODY', '服刑']] as const) {
    await officer.open('/exchange', '交名单')
    await officer.page.getByLabel('哪一份').selectOption(list)
    await officer.page.locator('input[type=file]').setInputFiles(keptList(word))
    await expect.poll(async () => (await officer.get<{ items: { state: string; leadsFound?: number }[] }>(`/api/exchange/deliveries?list=${list}`)).items[0], { timeout: 60_000 })
      .toMatchObject({ state: 'DONE', leadsFound: expect.any(Number) })
  }
  await officer.open('/exchange', '死亡人员名单')

  // Leads appear and go to the village's director.
  const after = await officer.get<{ total: number }>('/api/leads?rule=WB-SSWR')
  expect(after.total).toBeGreaterThan(before.total)
  const director = await Desk.of(browser, '儿童主任')
  const lead = (await director.get<{ items: Lead[] }>('/api/leads?rule=WB-SSWR&state=ASSIGNED')).items[0]
  await director.open('/leads', lead.subjectName)
  await director.open(`/leads?id=${lead.id}`, '死亡人员名单')
  await director.page.getByRole('button', { name: '属实，转认定' }).click()
  await expect.poll(async () => (await director.get<Lead>(`/api/leads/${lead.id}`)).applicationId).toBeTruthy()
  const id = (await director.get<Lead>(`/api/leads/${lead.id}`)).applicationId!

  // The guardian applies on a form that arrives filled in.
  await director.open(`/applications/${id}`, '服刑在押')
  await director.send('PUT', `/api/applications/${id}/form`, { values: { 'fact:已领救助月额': '0', guardianName: '张大山', guardianRelation: '祖父', guardianPhone: '15400001234', payeeName: '张大山', payeeAccount: '0991234567890123456' } })
  await director.send('POST', `/api/applications/${id}/submit`, { applicant: { kind: 'GUARDIAN', name: '张大山', relation: '祖父', phone: '15400001234' } })

  // The township checks by data; the district confirms, and a refusal without a reason is not taken.
  const clerk = await Desk.of(browser, '镇街经办人')
  await clerk.open(`/applications/${id}`, lead.subjectName)
  const checked = await clerk.get<Application>(`/api/applications/${id}`)
  await clerk.send('POST', `/api/applications/${id}/town-check`, { opinion: 'PASS', note: '数据比对一致', items: checked.checks.map((one) => ({ code: one.code, ok: true })) })
  const approver = await Desk.of(browser, '区民政审批人')
  await approver.open(`/applications/${id}`, '由规则得出，等您确认')
  await expect(approver.page.getByText('民发〔2019〕62号').first()).toBeVisible()
  await expect(approver.page.getByText('含假设参数').first()).toBeVisible()
  const decision = await approver.send<{ id: string; effectiveMonth: string }>('POST', `/api/applications/${id}/decide`, { outcome: 'CONFIRM' })
  expect(decision.effectiveMonth).toBe('2026-12')
  await approver.open(`/decisions/${decision.id}`, lead.subjectName)

  // The roll of the month after carries the child's line with its reason.
  const made = await officer.send<{ id: string } | { id: string }[]>('POST', '/api/rolls', { month: '2026-12' })
  const roll = Array.isArray(made) ? made[0] : made
  const lines = await officer.get<{ items: { childName: string; reason: string }[] }>(`/api/rolls/${roll.id}/lines?cause=NEW`)
  expect(lines.items.map((line) => line.childName)).toContain(lead.subjectName)
  await officer.open(`/payments/${roll.id}`, '2026')

  // A contact and a visit fall due for the director.
  await expect.poll(async () => (await director.get<{ items: { kind: string }[] }>(`/api/duties?childId=${checked.childId}`)).items.map((duty) => duty.kind).sort()).toEqual(['CONTACT', 'VISIT'])

  // The city's figures moved, and the file opens only with a purpose.
  const city = await Desk.of(browser, '市民政经办人')
  await city.open('/oversight', '待核实线索')
  const refused = await director.page.request.get(`/api/children/${checked.childId}`)
  expect(refused.status()).toBe(403)
  expect((await refused.json()).code).toBe('ACC-020')
})

test('nobody reads outside their duty: a department sees its own deliveries, an administrator sees no child', async ({ browser }) => {
  const security = await Desk.of(browser, '安全管理员')
  expect((await security.page.request.get('/api/children')).status()).toBe(403)
  const department = await Desk.of(browser, '部门联络员')
  expect((await department.page.request.get('/api/children')).status()).toBe(403)
  expect((await department.get<{ items: unknown[] }>('/api/exchange/deliveries')).items).toEqual([])
})
