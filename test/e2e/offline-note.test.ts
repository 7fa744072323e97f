/**
 * The quay: an officer with a phone and no network writes what is seen. It stays on the device, is sent once when the network
 * is back, and stands in the room at the time at which it was written.
 */
import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'
import { assertNoFaults, enter, go, gone, keep, PHONE, see, stage, story } from '../support/pages.ts'
import { Visitor } from '../support/running-site.ts'

const SEEN = '三号泊位岸桥下有泄漏痕迹'
const AGAIN = '已设警戒线，人员撤离'

let phone: Page
let desk: Page
let incidentId = ''

const here = stage(async ({ site }) => {
  const customs = await new Visitor(site).become('demo.customs')
  const [incident] = ((await customs.ask('GET', '/incidents?state=open')).body as { rows: { id: string }[] }).rows
  incidentId = incident!.id
})
const part = story(() => [phone, desk])

const waiting = (page: Page): Locator => page.getByRole('list', { name: '待发送的记录' })
const note = async (page: Page, words: string): Promise<void> => {
  await page.getByRole('textbox', { name: /^现场情况/ }).fill(words)
  await page.getByRole('button', { name: '记下' }).click()
}

part('three verbs of 56 px on the phone', async () => {
  phone = await enter(here, 'demo.customs', '/incidents/tasks', { phone: true })
  const card = phone.getByRole('article').first()
  for (const name of ['移交', '受阻']) {
    const box = (await card.getByRole('button', { name, exact: true }).first().boundingBox())!
    assert.ok(box.height >= 56, `${name}: ${box.height} px`)
  }
  assert.ok((await phone.evaluate(() => document.documentElement.scrollWidth)) <= PHONE.width)
})

part('without a network a note is kept on the device, in a calm line, and nothing is lost by reloading', async () => {
  await go(phone, `/incidents/${incidentId}`)
  await phone.context().setOffline(true)
  await note(phone, SEEN)
  await see(phone.getByText('离线。1 条记录已存在本机，联网后按书写时间发送。'))
  await see(waiting(phone).getByText(SEEN))
  await keep(phone, 'zh/390/note-offline')
  // The network is there again and the server does not answer: the page reloads, the note is still there.
  await phone.route(/\/notes$/, (route) => route.abort())
  await phone.context().setOffline(false)
  await phone.reload()
  await see(waiting(phone).getByText(SEEN))
})

part('back online it is sent once, and stands where it was written, for everybody', async () => {
  desk = await enter(here, 'demo.duty', `/incidents/${incidentId}?tab=timeline`)
  await phone.unroute(/\/notes$/)
  await phone.evaluate(() => window.dispatchEvent(new Event('online')))
  await gone(waiting(phone))
  const told = desk.getByRole('region', { name: '经过' })
  await told
    .getByRole('button', { name: /条新记录/ })
    .click({ timeout: 10_000 })
    .catch(() => {})
  await see(told.getByText(`记录：${SEEN}`))
  await note(phone, AGAIN)
  await gone(waiting(phone))
  await phone.reload()
  await see(phone.getByText(`记录：${AGAIN}`))
  assert.equal(await phone.getByText(`记录：${SEEN}`).count(), 1)
})

part('what is refused says why and is kept until its officer discards it', async () => {
  await note(phone, '联系 13812345678')
  await see(phone.getByText('这条记录没有被接收，仍存在本机'))
  await see(phone.getByText(/疑似含有/))
  await keep(phone, 'zh/390/note-refused')
  await phone.reload()
  await phone.getByRole('button', { name: '丢弃' }).click()
  await gone(phone.getByText('这条记录没有被接收，仍存在本机'))
})

part('signed out meanwhile: it waits, and says for whom', async () => {
  await phone.context().setOffline(true)
  await note(phone, '待登录后发送')
  await see(waiting(phone).getByText('待登录后发送'))
  const cookies = await phone.context().cookies()
  await phone.context().clearCookies()
  await phone.context().setOffline(false)
  await phone.reload()
  await see(phone.getByText('本机有 1 条记录待发送，由写下它的岗位登录后发送。'))
  assert.equal(await phone.getByText('待登录后发送').count(), 0, 'what it says is not shown to whoever holds the phone')
  await phone.context().addCookies(cookies)
  await phone.reload()
  await see(phone.getByText('记录：待登录后发送'))
  assertNoFaults(desk)
})
