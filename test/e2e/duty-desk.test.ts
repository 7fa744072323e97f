/** A night officer hands over to a day officer: made from the record, signed by two, read back with its reservation. */
import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'
import { assertNoFaults, enter, gone, keep, PHONE, see, settled, stage, story } from '../support/pages.ts'
import { Visitor } from '../support/running-site.ts'

const TITLE = '三号泊位疑似瞒报危险货物'
let night: Page
let day: Page

const here = stage(async ({ site }) => {
  const msa = await new Visitor(site).become('demo.msa')
  const answer = await msa.ask(
    'POST',
    '/warnings',
    {
      level: 'orange',
      title: TITLE,
      body: '请核查，并确认收到。',
      riskType: 'social.dg_misdeclared',
      place: 'sea',
      jurisdiction: 'CN',
      audience: ['customs'],
      ackMinutes: 15,
    },
    { 'idempotency-key': crypto.randomUUID() },
  )
  assert.equal(answer.status, 201, JSON.stringify(answer.body))
})

const part = story(() => [night, day])
const region = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })

part('the officer who goes finds what is open, checks what is there, and signs', async () => {
  night = await enter(here, 'demo.quarantine', '/cell')
  await see(region(night, '现在在班'))
  await night.getByRole('link', { name: '交接班', exact: true }).click()
  await night.getByRole('button', { name: '交班', exact: true }).click()
  await see(region(night, '交接事项').getByRole('link', { name: new RegExp(TITLE) }))
  await night.getByLabel('交班说明').fill('盯住三号泊位，等实验室回电')
  await night.getByRole('button', { name: '签字交班' }).click()
  await see(night.getByRole('alert').getByText(/未交接，请写明情况/))
  for (const box of await night.getByRole('checkbox').all()) await box.check()
  await night.getByRole('combobox', { name: '接班人' }).click()
  await night.getByTitle('演示·顾昀').last().click()
  await night.getByRole('button', { name: '签字交班' }).click()
  await see(night.getByRole('heading', { level: 1, name: '交接班记录' }))
  await see(night.getByText(/两人签字，您已签交班/))
  assert.equal(await night.getByRole('button', { name: '签字接班' }).count(), 0)
})

part('the officer who comes is told on signing in, reserves on one item and signs, on a phone', async () => {
  day = await enter(here, 'demo.customs', '/', { phone: true })
  const told = day.getByRole('status').filter({ hasText: '等您接班签字' })
  await see(told)
  await told.getByRole('link', { name: '打开' }).tap()
  await see(day.getByText('盯住三号泊位，等实验室回电'))
  const item = region(day, '交接事项').getByRole('listitem').filter({ hasText: TITLE }).first()
  await item.getByRole('button', { name: '保留意见' }).tap()
  await item.getByRole('textbox', { name: '对这一项写保留意见' }).fill('现场未复核')
  await settled(day)
  await keep(day, 'zh/390/duty-desk-take-over')
  await day.getByRole('button', { name: '签字接班' }).tap()
  await see(day.getByText('保留意见：现场未复核'))
  await see(day.getByText('双方已签'))
  await gone(told)
  assert.equal(await day.evaluate(() => document.documentElement.scrollWidth), PHONE.width)
})

part('who went sees it come back complete, without doing anything', async () => {
  await see(night.getByText('保留意见：现场未复核'))
  await see(night.getByText('双方已签'))
  await keep(night, 'zh/1440/duty-desk-complete')
  for (const page of [night, day]) assertNoFaults(page)
})
