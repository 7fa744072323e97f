/**
 * A review, in Chinese: customs opens it while the incident goes on, puts a finding and asks the port office for a change; the
 * port office accepts and does it; only customs may say that it works, and then the finding closes. A stranger sees nothing.
 */
import { test } from 'node:test'
import { assertNoFaults, enter, go, keep, see, stage } from '../support/pages.ts'

const here = stage(async () => {})

test('a finding leaves by its effect, which its owner does not judge', async () => {
  const customs = await enter(here, 'demo.customs', '/reviews')
  await customs.getByRole('button', { name: '开启复盘' }).first().click()
  await see(customs.getByRole('heading', { level: 1, name: /^复盘：/ }))
  const address = new URL(customs.url()).pathname
  await see(customs.getByText('还没有问题。', { exact: false }))

  await customs.getByRole('button', { name: '提出问题' }).click()
  await customs.getByRole('button', { name: /提\s?交/ }).click()
  await see(customs.getByText('请填写。'))
  await customs.getByLabel('类别').click()
  await customs.getByTitle('信息', { exact: true }).click()
  await customs.getByLabel('发生了什么').fill('二号堆场值班电话没有接通')
  await customs.getByLabel('为什么会这样').fill('通讯录是去年的')
  await customs.getByRole('button', { name: /提\s?交/ }).click()
  await see(customs.getByText('二号堆场值班电话没有接通'))
  // Nothing shows an effect yet: the button says so beside itself.
  await see(customs.getByText('没有效果证据', { exact: false }))

  await customs.getByRole('button', { name: '提出整改' }).click()
  await customs.getByLabel('整改内容').fill('每月核对值班通讯录')
  await customs.getByLabel('负责单位').click()
  await customs.getByTitle('口岸办', { exact: true }).click()
  await keep(customs, 'reviews/action-form')
  await customs.getByRole('button', { name: /提\s?交/ }).click()
  await see(customs.getByText('由负责这项整改的单位办理。'))

  const port = await enter(here, 'demo.duty', address)
  await port
    .getByRole('button', { name: /接\s?受/, exact: true })
    .last()
    .click()
  await port.getByRole('button', { name: '登记落实' }).click()
  await port.getByLabel('做了什么').fill('十一月已核对')
  await port.getByRole('button', { name: '登记落实' }).click()
  await see(port.getByText('效果由负责单位以外的单位检验。'))

  // It reaches the open page of customs by itself.
  await customs.getByRole('button', { name: '检验效果' }).click()
  await customs.getByLabel('结果').click()
  await customs.getByTitle('有效', { exact: true }).click()
  await customs.getByLabel('看到了什么').fill('演练中一次接通')
  await keep(customs, 'reviews/check-form')
  await customs.getByRole('button', { name: /提\s?交/ }).click()
  await see(customs.getByText('检验：演练中一次接通', { exact: false }))
  await customs.getByRole('button', { name: '关闭问题' }).click()
  await customs.getByLabel('凭什么关闭').fill('演练证明有效')
  await customs.getByRole('button', { name: '关闭问题' }).click()
  await see(customs.getByText('凭效果关闭'))
  await keep(customs, 'reviews/closed')

  const stranger = await enter(here, 'demo.cdc', '/reviews')
  await see(
    stranger.getByText('还没有复盘', { exact: false }).or(stranger.getByText('没有未结束的复盘', { exact: false })),
  )
  await go(stranger, address)
  await see(stranger.getByText('没有找到', { exact: false }))
  assertNoFaults(customs)
  assertNoFaults(port)
})
