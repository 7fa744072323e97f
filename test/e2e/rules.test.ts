/**
 * Rules, in Chinese: an analyst drafts a change with the pickers, sees what it would have done, and proposes it; the commander
 * of another agency reads the difference and approves; it judges from then on.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertNoFaults, enter, go, keep, see, settled, stage } from '../support/pages.ts'

const here = stage(async () => {})

test('a rule is changed by two people', async () => {
  const analyst = await enter(here, 'demo.customs', '/rules')
  await analyst.getByRole('link', { name: '进口报关单', exact: true }).click()
  await analyst.getByRole('button', { name: '据此起草' }).click()
  await see(analyst.getByRole('heading', { level: 1, name: '进口报关单 第 2 版' }))
  await analyst.getByRole('button', { name: '修改 启运国与原产国不同', exact: true }).click()
  const form = analyst.getByRole('form', { name: '修改规则' })

  await form.getByRole('spinbutton', { name: '分值' }).fill('0')
  await form.getByRole('button', { name: /确\s?定/ }).click()
  await see(form.getByText(/规则“启运国与原产国不同”的分值有误/))
  await form.getByRole('spinbutton', { name: '分值' }).fill('40')
  await form.getByRole('button', { name: /确\s?定/ }).click()
  await see(analyst.getByRole('button', { name: '修改 启运国与原产国不同', exact: true }))

  await analyst.getByRole('button', { name: '试算' }).click()
  await see(analyst.getByText(/条改变等级/))
  await keep(analyst, 'rules/trial')
  await analyst.getByRole('button', { name: '提交批准' }).click()
  await analyst.getByLabel('修改理由').fill('绕道申报偏多')
  await analyst.getByRole('button', { name: '提交批准' }).last().click()
  await see(analyst.getByText('批准后立即生效'))
  const address = new URL(analyst.url()).pathname

  const commander = await enter(here, 'demo.msa', '/rules')
  await see(commander.getByText('1 份待批准'))
  await go(commander, `${address}?view=diff`)
  await settled(commander)
  await see(commander.getByText('分值：5 → 40'))
  await keep(commander, 'rules/to-approve')
  await commander
    .getByRole('button', { name: /批\s?准/ })
    .first()
    .click()
  await commander
    .getByRole('button', { name: /批\s?准/ })
    .last()
    .click()
  await see(commander.getByText('生效中').first())

  // The author sees it without doing anything.
  await see(analyst.getByText('生效中').first())
  assert.equal(await analyst.getByRole('button', { name: '提交批准' }).count(), 0)
  assertNoFaults(commander)
})
