/**
 * An officer keeps many pages open. Browsers allow six connections to one server, so the pages of a browser share one stream:
 * each of ten is live, and stays so when the one that listens for all is closed.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { assertNoFaults, enter, go, PATIENCE_MS, stage } from '../support/pages.ts'
import { Visitor } from '../support/running-site.ts'

const PAGES = 10

const here = stage()

const warn = async (title: string): Promise<void> => {
  const msa = await new Visitor(here.site).become('demo.msa')
  const body = {
    level: 'blue',
    title,
    body: '请关注。',
    riskType: 'social.storm_crew',
    place: 'sea',
    jurisdiction: 'CN',
    audience: ['customs'],
    ackMinutes: 60,
  }
  const { status } = await msa.ask('POST', '/warnings', body, { 'idempotency-key': crypto.randomUUID() })
  assert.equal(status, 201)
}

const shows = (page: Page, text: string): Promise<unknown> =>
  page.waitForFunction((wanted) => document.querySelector('main')?.textContent?.includes(wanted), text, {
    timeout: PATIENCE_MS,
  })

test('ten open pages of one browser are live, also when the one that listens for all is closed', async () => {
  const first = await enter(here, 'demo.customs', '/warnings')
  const context = first.context()
  const pages = [first]
  while (pages.length < PAGES) {
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    await go(page, '/warnings')
    pages.push(page)
  }
  await warn('大风：外锚地船舶走锚')
  await Promise.all(pages.map((page) => shows(page, '1 条新预警')))
  await first.close()
  const rest = pages.slice(1)
  await warn('大雾：外航道能见度不足')
  await Promise.all(rest.map((page) => shows(page, '2 条新预警')))
  for (const page of rest) assertNoFaults(page)
  await context.close()
})
