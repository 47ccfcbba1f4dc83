import { expect, test } from '@playwright/test'
import { Desk } from './desk'

/** What somebody types, uploads or sends is shown as text wherever it comes out; none of it ever runs. */
const HOSTILE = '<img src=x onerror="window.ran=1">'
const SCRIPT = '"><script>window.ran=1</script>'

test('a hostile name, note, title, file name and cell are read as text on every page that shows them', async ({ browser }) => {
  const officer = await Desk.of(browser, '区民政经办人')
  const city = await Desk.of(browser, '市民政经办人')
  const dialogs: string[] = []
  for (const desk of [officer, city]) desk.page.on('dialog', (dialog) => { dialogs.push(dialog.message()); void dialog.dismiss() })

  // A child with a hostile name, address and guardian, and an application with hostile answers.
  let place = (await officer.get<{ account: { scope: { id: number }[] } }>('/api/session')).account.scope[0].id
  for (let step = 0; step < 2; step++) place = (await officer.get<{ id: number }[]>(`/api/regions?parent=${place}`))[0].id
  const { id } = await officer.send<{ id: string }>('POST', '/api/children', {
    name: HOSTILE, sex: '女', born: '2016-05-04', regionId: place, address: SCRIPT, guardianName: HOSTILE, guardianRelation: '祖父', guardianPhone: '15400001111', notTheSame: true,
  })
  await officer.send('POST', '/api/purposes', { subjectId: id, purpose: 'VERIFY', note: HOSTILE }).catch(() => undefined)
  const kinds = await officer.get<{ code: string }[]>('/api/purposes/kinds')
  await officer.send('POST', '/api/purposes', { subjectId: id, purpose: kinds[0].code, note: HOSTILE })
  const application = await officer.send<{ id: string }>('POST', '/api/applications', { childId: id, programme: 'SSWRFY' })
  await officer.send('PUT', `/api/applications/${application.id}/form`, { values: { guardianName: HOSTILE, note: SCRIPT, payeeName: HOSTILE } })

  // A roster whose file name, sheet and cells are hostile, and a formula.
  const token = (await officer.page.context().cookies()).find((cookie) => cookie.name === 'XSRF-TOKEN')!.value
  const roster = await officer.page.request.post('/api/imports', {
    headers: { 'X-XSRF-TOKEN': token },
    multipart: { kind: 'ROSTER', file: { name: `${HOSTILE}.csv`, mimeType: 'text/csv', buffer: Buffer.from(`儿童姓名,身份证号,居住村居\n"${SCRIPT.replaceAll('"', '""')}","=cmd|' /C calc'!A0","${HOSTILE.replaceAll('"', '""')}"\n`) } },
  })
  expect(roster.ok(), await roster.text()).toBeTruthy()
  const imported = (await roster.json()) as { id: string; mapping: Record<string, number> }
  await officer.send('PUT', `/api/imports/${imported.id}/mapping`, { mapping: imported.mapping })
  await officer.send('POST', `/api/imports/${imported.id}/preview`, {})

  // A draft of policy and a what-if with hostile titles.
  const draft = await city.send<{ draft: { id: string } }>('POST', '/api/rulebook/drafts', { title: HOSTILE, why: SCRIPT, effectiveOn: '2027-01-01' })
  const run = await city.send<{ run: { id: string } }>('POST', '/api/rulebook/whatif', { title: HOSTILE, a: { kind: 'IN_FORCE' }, b: { kind: 'IN_FORCE' } })

  const seen: [Desk, string, boolean][] = [
    [officer, `/children?q=${encodeURIComponent(HOSTILE)}`, true], [officer, `/children?regionId=${place}&sort=updated`, true], [officer, `/children/${id}`, true],
    [officer, `/children/${id}?tab=facts`, true], [officer, `/applications/${application.id}`, true], [officer, '/applications', true], [officer, '/people/pairs', false],
    [officer, `/search?q=${encodeURIComponent(HOSTILE)}`, false], [officer, '/imports', true], [officer, `/imports/${imported.id}`, false], [officer, '/', false],
    [city, '/policy/drafts', true], [city, `/policy/drafts/${draft.draft.id}`, true], [city, '/policy/whatif', true], [city, `/policy/whatif/${run.run.id}`, false],
  ]
  for (const [desk, address, shows] of seen) {
    await desk.page.goto(address)
    await desk.page.waitForLoadState('networkidle')
    if (shows) await expect(desk.page.getByText('<img src=x', { exact: false }).filter({ visible: true }).first(), address).toBeVisible()
    expect(await desk.page.evaluate(() => (window as { ran?: number }).ran), address).toBeUndefined()
    expect(await desk.page.locator('img[src="x"]').count(), address).toBe(0)
  }
  expect(dialogs).toEqual([])
})
