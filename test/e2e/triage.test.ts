/** A morning at the desk: the list is cleared by keys, one decision is undone, and two reports from two worlds are seen as one. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { bringMorning, MORNING } from '../support/morning.ts'
import { assertNoFaults, enter, gone, keep, mainText, PHONE, see, settled, stage, story } from '../support/pages.ts'

let page: Page
let terminal: Page

const here = stage(async ({ site }) => {
  await bringMorning(site.dataDir, join(import.meta.dirname, '..', '..'))
})
const part = story(() => [page, terminal])
const rows = () => page.getByRole('list', { name: '待判分组' }).getByRole('listitem')

part('the officer clears the list by keys', async () => {
  page = await enter(here, 'demo.quarantine', `/triage?source=${MORNING}`)
  await see(rows())
  assert.equal(await rows().count(), 5)
  for (let i = 0; i < 4; i++) {
    await page.keyboard.press('j')
    await page.keyboard.press('x')
  }
  await see(page.getByText('已选 4 组'))
  await page.keyboard.press('d')
  await see(page.getByRole('radio', { name: '已核实，情况正常' }))
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await see(page.getByRole('button', { name: '撤销：已排除：4 组' }))
  // Nothing moved: the rows stay in grey, and the reader stands at the one that waits.
  assert.equal(await rows().count(), 5)
  await page.keyboard.press('d')
  await page.keyboard.press('Enter')
  await see(page.getByRole('button', { name: '撤销：已排除：1 组' }))
})

part('and undoes one', async () => {
  await page.keyboard.press('z')
  await see(page.getByRole('button', { name: '撤销：已排除：4 组' }))
  await page.reload()
  await settled(page)
  assert.equal(await rows().count(), 1)
  await page.goto(`/triage?source=${MORNING}&view=dismissed`)
  await settled(page)
  assert.equal(await rows().count(), 4)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await see(page.getByText('已知情况，无新内容'))
  assertNoFaults(page)
})

part('an illness report and a terminal outage are one row with its reasons', async () => {
  await page.goto('/triage?kind=compound')
  await settled(page)
  const title = page.getByRole('link', { name: /疫情叠加码头停摆/ })
  await see(title)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  const panel = page.getByRole('complementary', { name: '分组详情' })
  await see(panel.getByText(/传染病线索（高，1 小时内）与码头系统停摆（[中高]，1 小时内）同在/))
  await see(panel.getByText('病例的实验室结果'))
  await see(panel.getByRole('button', { name: '启动处置' }))
  await keep(page, 'triage-compound')
  await panel.getByRole('link').first().click()
  await see(page.getByRole('heading', { name: '复合研判' }))
  await keep(page, 'case-compound')
  await page.setViewportSize(PHONE)
  await page.goto('/triage?kind=compound')
  await settled(page)
  await page.getByRole('link', { name: /疫情叠加码头停摆/ }).click()
  await see(page.getByRole('button', { name: '返回列表' }))
  await gone(page.getByRole('list', { name: '待判分组' }))
  await keep(page, 'triage-compound-phone')
  assertNoFaults(page)
})

part('the terminal, which sees only its outage, sees nothing of it', async () => {
  terminal = await enter(here, 'demo.terminal', '/triage?kind=cyber')
  await see(terminal.getByText('码头操作系统停摆'))
  // The demonstration's own days may hold one whose both sides it sees; this illness is not in it.
  await terminal.goto('/triage?kind=compound')
  await settled(terminal)
  const compound = terminal.getByRole('link', { name: /疫情叠加码头停摆/ })
  if ((await compound.count()) > 0) {
    await compound.first().click()
    await see(terminal.getByRole('complementary', { name: '分组详情' }).getByText('依据的信号').first())
  }
  assert.doesNotMatch(await mainText(terminal), /MDH-1/)
  assertNoFaults(terminal)
})
