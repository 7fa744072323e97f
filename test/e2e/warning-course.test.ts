/** One warning among three agencies: it arrives, is raised and acknowledged again by a big button, is cancelled, and is judged. */
import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'
import { assertNoFaults, enter, go, gone, keep, PHONE, see, settled, stage, story } from '../support/pages.ts'
import { Visitor } from '../support/running-site.ts'

const TITLE = '三号堆场疑似危险货物瞒报'
let customs: Page
let msa: Page
let admin: Page
let id = ''

const here = stage(async ({ site }) => {
  const visitor = await new Visitor(site).become('demo.customs')
  const answer = await visitor.ask(
    'POST',
    '/warnings',
    {
      level: 'yellow',
      title: TITLE,
      body: '请核查。',
      riskType: 'social.dg_misdeclared',
      place: 'sea',
      jurisdiction: 'CN',
      audience: ['msa', 'port_office'],
      ackMinutes: 30,
    },
    { 'idempotency-key': crypto.randomUUID() },
  )
  id = (answer.body as { id: string }).id
})

const part = story(() => [customs, msa, admin])
const section = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true })

part('an officer says how to be told, and what to hear of', async () => {
  msa = await enter(here, 'demo.msa', '/notifications', { phone: true })
  await msa.getByRole('textbox', { name: /^邮箱/ }).fill('msa@port.example')
  await msa.getByRole('checkbox', { name: /设免打扰时段/ }).check()
  await button(msa, '保存').tap()
  await see(msa.getByText('已保存'))
  await see(msa.getByText('本站点没有配置邮件服务器', { exact: false }))
  const subscriptions = section(msa, '预警订阅')
  await subscriptions.getByRole('radio', { name: '红色' }).check()
  await button(msa, '订阅').tap()
  await see(subscriptions.getByText('仅红色', { exact: false }))
  assert.equal(await msa.evaluate(() => document.documentElement.scrollWidth), PHONE.width)
  await keep(msa, 'zh/390/notifications')
})

part('the figure opens the warnings that wait; the button is in reach of a thumb', async () => {
  await go(msa, '/warnings')
  await msa.getByRole('button', { name: /待本单位确认/ }).tap()
  await msa.getByRole('link', { name: TITLE }).tap()
  const acknowledge = button(msa, '确认收到')
  const box = (await acknowledge.boundingBox())!
  assert.ok(box.height >= 56 && box.width >= 300, `${box.width} × ${box.height}`)
  await acknowledge.tap()
  await gone(acknowledge)
})

part('raised: what changed is shown, and the open page of the other agency asks again', async () => {
  customs = await enter(here, 'demo.customs', `/warnings/${id}`)
  await customs.getByRole('button', { name: '更新', exact: true }).first().click()
  await customs.getByRole('radio', { name: /红色/ }).check()
  await see(customs.getByText('每家单位须重新确认', { exact: false }))
  await button(customs, '发布第 2 版').click()
  await see(customs.getByText('请写明更新的理由。'))
  await customs.getByRole('textbox', { name: /更新理由/ }).fill('现场检测阳性')
  await button(customs, '发布第 2 版').click()
  const versions = section(customs, '版本')
  await see(versions.getByText('现场检测阳性'))
  await see(msa.getByText('等级已提高，请重新确认。'))
  await button(msa, '确认收到').tap()
  await see(section(customs, '确认情况').getByText('已确认 1/2'))
  await keep(customs, 'zh/1440/warning-raised')
})

part('cancelled: everybody acknowledges that, and its issuer says what was learned', async () => {
  await customs.getByRole('button', { name: '撤销预警', exact: true }).first().click()
  await customs.getByRole('textbox', { name: /错在哪里/ }).fill('样品搞混')
  await customs.getByRole('button', { name: '撤销预警', exact: true }).last().click()
  await see(button(msa, '确认知悉撤销'))
  await settled(msa)
  await keep(msa, 'zh/390/warning-cancelled')
  await button(msa, '确认知悉撤销').tap()
  await see(section(customs, '确认情况').getByText('已确认 1/2'))
  await button(customs, '写总结').click()
  await customs.getByRole('radio', { name: '误报' }).check()
  await customs.getByRole('radio', { name: '及时' }).check()
  await button(customs, '提交总结').click()
  await see(customs.getByText('判断不是“准确”时，请写明要改进什么。'))
  await customs.getByRole('textbox', { name: /要改进什么/ }).fill('送检样品双人核对')
  await button(customs, '提交总结').click()
  await see(section(customs, '总结').getByText('送检样品双人核对'))
  await go(customs, '/warnings')
  await customs.getByRole('button', { name: /误报/ }).click()
  await see(customs.getByRole('link', { name: TITLE }))
})

part('an administrator sees that nothing went out and why, without content', async () => {
  admin = await enter(here, 'demo.admin', '/notifications/delivery?state=failed')
  const outbox = section(admin, '发件箱')
  await see(outbox.getByText('本站点没有配置邮件服务器', { exact: false }))
  assert.equal(await admin.getByText(TITLE).count(), 0)
  await see(outbox.getByRole('button', { name: '再发' }))
  for (const page of [customs, msa, admin]) assertNoFaults(page)
})
