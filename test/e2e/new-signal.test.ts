/** A caller on the line: a tip is written down, its wrong container number told at once, nothing lost by a reload, and it leads to its case. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { assertNoFaults, enter, see, stage } from '../support/pages.ts'

const here = stage()

const heading = (page: Page, name: string | RegExp): Locator => page.getByRole('heading', { level: 1, name })
const choose = async (page: Page, label: string, option: string): Promise<void> => {
  await page.getByRole('combobox', { name: label }).click()
  await page.getByTitle(option, { exact: true }).click()
}

test('the duty officer writes down a tip: told of a wrong digit while typing, asked for what is missing, led to the case', async () => {
  const page = await enter(here, 'demo.duty', '/signals')
  await see(heading(page, '信号'))
  await page.keyboard.press('n')
  await see(heading(page, '登记信号'))
  await choose(page, '信号类型', '公众线索')
  await page.getByLabel('内容').fill('三号堆场有人夜里倒废料')
  await page.getByLabel('箱号').fill('CSQU3054384')
  await see(page.getByText('箱号校验位不符。仍可登记，会做标记。'))
  await page.getByLabel('反映人').fill('林某 13800138000')

  await page.reload()
  await see(page.getByText('已恢复本机上未登记的内容'))
  assert.equal(await page.getByLabel('内容').inputValue(), '三号堆场有人夜里倒废料')
  assert.equal(await page.getByLabel('反映人').inputValue(), '', 'a person is not kept on the device')

  await page.getByRole('button', { name: '登记', exact: true }).click()
  await see(page.getByText('1 处需要改正'))
  await page.getByRole('radio', { name: '电话' }).check()
  await see(page.getByText('线索：箱 CSQU3054384，三号堆场有人夜里倒废料'))
  await page.getByRole('button', { name: '登记', exact: true }).click()

  await see(heading(page, /^线索：箱 CSQU3054384/))
  await see(page.getByRole('region', { name: '须留意' }).getByText(/ISO 6346/))
  assert.equal(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('draft')).length), 0)
  assertNoFaults(page)
})

test('an officer on the quay may report findings, tips and readings; the others say whose they are', async () => {
  const page = await enter(here, 'demo.terminal', '/signals/new', { phone: true })
  await page.getByRole('combobox', { name: '信号类型' }).click()
  const option = (words: string | RegExp): Locator => page.locator('.ant-select-item-option').filter({ hasText: words })
  await see(option('监测读数'))
  assert.doesNotMatch((await option('监测读数').getAttribute('class')) ?? '', /disabled/)
  assert.match((await option('网络告警').getAttribute('class')) ?? '', /disabled/)
  assert.match((await option('网络告警').getAttribute('title')) ?? '', /值班/)
  await option('监测读数').click()
  await see(page.getByLabel('设备编号'))
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true)
  assertNoFaults(page)
})
