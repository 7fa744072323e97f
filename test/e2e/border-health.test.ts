/**
 * Border health, in English: the health quarantine of customs and disease control each see their part and nothing that
 * betrays the rest, acknowledge what is addressed to them, and do their tasks on a phone.
 */
import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'
import { assertNoFaults, enter, go, gone, keep, mainText, PHONE, see, settled, stage, story } from '../support/pages.ts'
import { Visitor } from '../support/running-site.ts'

const FEVER = '两名船员发热，申请登轮检疫'
const TO_CUSTOMS = '邻港报告登革热聚集病例'
const CASH = '货值与付款不符，疑似洗钱'
const BETWEEN_OTHERS = '可疑人员徘徊于三号泊位'
const ABSENT = '5f0c2d1e-0000-4000-8000-000000000000'
/** The event that the task of disease control waits for. */
const NOTIFIED = 'disease control notified of a case'

let cdc: Page
let phone: Page
let quarantine: Page
let customs: Visitor
/** Addresses of what is hidden from them. */
const hidden = { warning: '', incident: '', ofOthers: '' }
let signalId = ''

const created = async (who: Visitor, path: string, body: object): Promise<string> => {
  const answer = await who.ask('POST', path, body, { 'idempotency-key': crypto.randomUUID() })
  assert.equal(answer.status, 201, JSON.stringify(answer.body))
  return (answer.body as { id: string }).id
}

const warningTo = (who: Visitor, audience: string[], title: string, riskType: string): Promise<string> =>
  created(who, '/warnings', {
    level: 'yellow',
    title,
    body: '请按职责准备，并确认收到。',
    riskType,
    place: 'sea',
    jurisdiction: 'CN',
    audience,
    ackMinutes: 15,
  })

const incidentFrom = (warningId: string, title: string, riskType: string): Promise<string> =>
  created(customs, '/incidents', { title, riskType, place: 'sea', jurisdiction: 'CN', warningId, signalIds: [] })

type Rows = { rows: { id: string }[] }

const here = stage(async ({ site }) => {
  customs = await new Visitor(site).become('demo.customs')
  signalId = ((await customs.ask('GET', '/signals?needs=all&kind=declaration&limit=1')).body as Rows).rows[0]!.id
  hidden.warning = await warningTo(customs, ['public_security'], CASH, 'economic.cash_ml')
  hidden.incident = await incidentFrom(hidden.warning, CASH, 'economic.cash_ml')
  const msa = await new Visitor(site).become('demo.msa')
  hidden.ofOthers = await warningTo(msa, ['nia'], BETWEEN_OTHERS, 'homeland.illegal_crossing')
})

const part = story(() => [cdc, phone, quarantine])
const heading = (page: Page, name: string | RegExp): Locator => page.getByRole('heading', { level: 1, name })
const section = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })
const warnings = (page: Page): Locator => page.getByRole('list', { name: 'Warnings' }).getByRole('listitem')

part('disease control reads the basics of a declaration, and no commercial part', async () => {
  cdc = await enter(here, 'demo.cdc', `/signals/${signalId}`, { language: 'en' })
  const evidence = section(cdc, 'Evidence')
  await see(evidence.getByRole('row', { name: /HS6 Code/ }))
  const words = await mainText(cdc)
  for (const commercial of [/net mass/i, /item price/i, /importer/i, /declarant/i, /tax rate/i, /commercial/i])
    assert.doesNotMatch((await evidence.textContent()) ?? '', commercial)
  assert.match(words, /Port of Lanmen|Customs/)
  // The owner sees what was left out here.
  const whole = (await customs.ask('GET', `/signals/${signalId}`)).body as { parts: { name: string }[] }
  assert.deepEqual(
    whole.parts.map((one) => one.name),
    ['commercial'],
  )
  await keep(cdc, 'en/1440/case-basics-only')
})

part('what is hidden and what does not exist read the same, in the page and behind it', async () => {
  await go(cdc, '/warnings')
  for (const title of [CASH, BETWEEN_OTHERS]) assert.equal(await cdc.getByText(title).count(), 0)
  for (const [path, id] of [
    ['warnings', hidden.warning],
    ['warnings', hidden.ofOthers],
    ['incidents', hidden.incident],
  ] as const) {
    await go(cdc, `/${path}/${id}`)
    const forHidden = await mainText(cdc)
    await go(cdc, `/${path}/${ABSENT}`)
    assert.equal(forHidden, await mainText(cdc))
    assert.match(forHidden, /Not found, or not yours to see/i)
    const [a, b] = await Promise.all(
      [id, ABSENT].map(async (one) => {
        const answer = await cdc.request.get(`${here.site.url}/api/${path}/${one}`)
        return [answer.status(), await answer.text()] as const
      }),
    )
    assert.equal(a![0], 404)
    assert.deepEqual(a, b)
  }
  await keep(cdc, 'en/1440/not-found')
  await go(cdc, '/incidents')
  assert.equal(await cdc.getByText(CASH).count(), 0)
})

part('a warning for it arrives on its open page, and it acknowledges', async () => {
  await go(cdc, '/warnings')
  const id = await warningTo(customs, ['health_cdc', 'nia'], FEVER, 'bio.quarantinable')
  await cdc.getByRole('button', { name: '1 new warning' }).click()
  await warnings(cdc).filter({ hasText: FEVER }).getByRole('link').click()
  await see(heading(cdc, FEVER))
  await cdc.getByRole('button', { name: 'Acknowledge', exact: true }).click()
  await gone(cdc.getByRole('button', { name: 'Acknowledge', exact: true }))
  const acks = section(cdc, 'Acknowledgements')
  await see(acks.getByText('1 of 2'))
  // The agency that issued it need not.
  await keep(cdc, 'en/1440/warning')
  await incidentFrom(id, FEVER, 'bio.quarantinable')
})

part(
  'the officer at the gangway records what happened; that starts the clock of disease control, on its open page',
  async () => {
    phone = await enter(here, 'demo.cdc', '/incidents/tasks', { language: 'en', phone: true })
    await see(heading(phone, 'My tasks'))
    await phone.getByRole('button', { name: 'Later 1' }).tap()
    await see(phone.getByRole('article').getByRole('link', { name: FEVER }))
    await phone.getByRole('button', { name: 'Now 0' }).tap()
    await see(phone.getByText('No task is yours to do now.'))
    await keep(phone, 'en/390/tasks-none')

    quarantine = await enter(here, 'demo.quarantine', '/incidents', { language: 'en', phone: true })
    await quarantine.getByRole('list', { name: 'Incidents' }).getByRole('link', { name: FEVER }).tap()
    const events = section(quarantine, 'Events that start clocks')
    const sent = events.getByRole('listitem').filter({ hasText: NOTIFIED })
    await sent.getByRole('button', { name: 'Record', exact: true }).tap()
    await sent.getByRole('radio', { name: '5 min ago', exact: true }).check()
    await keep(quarantine, 'en/390/event-record')
    await sent.getByRole('button', { name: 'Record and start the clocks' }).tap()
    await see(sent.getByText(/happened/))
    await settled(quarantine)
    await keep(quarantine, 'en/390/incident')
    await see(phone.getByRole('button', { name: 'Now 1' }))
  },
)

part('on a phone on the quay: the task with its basis, in reach of a thumb, accepted and done', async () => {
  const first = phone.getByRole('article').first()
  await see(first.getByRole('link', { name: FEVER }))
  const accept = first.getByRole('button', { name: 'Accept', exact: true })
  const box = (await accept.boundingBox())!
  assert.ok(box.height >= 56 && box.width >= 56, `${box.width} × ${box.height}`)
  assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth), PHONE.width)
  await keep(phone, 'en/390/tasks')
  const name = (await first.getByRole('heading').textContent()) ?? ''
  await accept.tap()
  const card = phone.getByRole('article').filter({ hasText: name })
  await card.getByRole('button', { name: 'Done', exact: true }).tap()
  await card.getByRole('textbox', { name: /^What was done/ }).fill('两人已转隔离病房')
  await keep(phone, 'en/390/task-done')
  await card.getByRole('button', { name: 'Mark as done' }).tap()
  await gone(card)
  assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth), PHONE.width)
})

part('the health quarantine of customs sees its agency’s part, not what passes between others', async () => {
  const disease = await new Visitor(here.site).become('demo.cdc')
  await warningTo(disease, ['customs'], TO_CUSTOMS, 'bio.quarantinable')
  await go(quarantine, '/warnings')
  await see(warnings(quarantine).filter({ hasText: TO_CUSTOMS }).getByText('waits for your agency'))
  assert.equal(await quarantine.getByText(BETWEEN_OTHERS).count(), 0)
  await keep(quarantine, 'en/390/warnings')
  await warnings(quarantine).filter({ hasText: TO_CUSTOMS }).getByRole('link').tap()
  await see(heading(quarantine, TO_CUSTOMS))
  await quarantine.getByRole('button', { name: 'Acknowledge', exact: true }).tap()
  await see(section(quarantine, 'Acknowledgements').getByText('1 of 1'))
  await go(quarantine, `/warnings/${hidden.ofOthers}`)
  await see(quarantine.getByText(/Not found, or not yours to see/i))
  await go(quarantine, '/incidents/tasks')
  await see(quarantine.getByRole('article').filter({ hasText: FEVER }))
  assert.equal(await quarantine.evaluate(() => document.documentElement.scrollWidth), PHONE.width)
  await settled(quarantine)
  await keep(quarantine, 'en/390/tasks-quarantine')
  for (const page of [cdc, phone, quarantine]) assertNoFaults(page)
})
