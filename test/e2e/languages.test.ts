/** Language and appearance as somebody chooses them, and the console by keys alone. What every page says: `every-page.test.ts`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { assertNoFaults, enter, go, see, settled, stage, visit } from '../support/pages.ts'

const here = stage()

const heading = (page: Page, name: string | RegExp): Locator => page.getByRole('heading', { level: 1, name })

test('the language is switched in place and kept, before and after signing in', async () => {
  const page = await visit(here, { language: 'zh' })
  await go(page, '/')
  await see(heading(page, '登录'))
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN')
  const english = page.getByRole('button', { name: 'EN', exact: true })
  await english.click()
  await see(heading(page, 'Sign in'))
  assert.equal(await english.getAttribute('aria-pressed'), 'true')
  assert.equal(await page.locator('html').getAttribute('lang'), 'en')
  await page.getByRole('button', { name: /^Customs .*Risk analyst/ }).click()
  await see(page.getByRole('navigation', { name: 'Main' }))
  await page.reload()
  await see(page.getByRole('navigation', { name: 'Main' }))
  await page.getByRole('button', { name: '中文' }).click()
  await see(page.getByRole('navigation', { name: '主导航' }))
  assert.match(await page.title(), /澜门口岸/)
})

test('light and dark follow the system until somebody chooses, and the choice is kept', async () => {
  const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  const light = await enter(here, 'demo.duty', '/', { language: 'en' })
  const dark = await enter(here, 'demo.duty', '/', { language: 'en', dark: true })
  const [bright, black] = [await ground(light), await ground(dark)]
  assert.notEqual(bright, black)
  await light
    .getByRole('banner')
    .getByRole('button', { name: /Demo Chen Zhiyuan/ })
    .click()
  await light.getByRole('button', { name: 'Dark' }).click()
  assert.equal(await ground(light), black)
  await light.reload()
  await settled(light)
  assert.equal(await ground(light), black)
})

test('keys: search, go, walk a list, open, help', async () => {
  const page = await enter(here, 'demo.customs', '/', { language: 'en' })
  const press = (keys: string) => page.keyboard.press(keys)
  await press('g')
  await press('w')
  await see(heading(page, 'Warnings'))
  await press('g')
  await press('g')
  await see(heading(page, 'Signals'))
  const rows = page.getByRole('list', { name: 'Signals' }).getByRole('link')
  await see(rows)
  const focused = () => page.evaluate(() => document.activeElement?.textContent)
  await press('j')
  assert.equal(await focused(), await rows.nth(0).textContent())
  await press('j')
  await press('j')
  assert.equal(await focused(), await rows.nth(2).textContent())
  await press('k')
  assert.equal(await focused(), await rows.nth(1).textContent())
  const second = (await rows.nth(1).textContent()) ?? ''
  await press('Enter')
  await see(heading(page, second))

  await press('?')
  const help = page.getByRole('region', { name: 'Shortcuts' })
  await see(help)
  await see(help.getByText('Go to Warnings'))
  await press('?')
  await help.waitFor({ state: 'hidden' })

  await press('/')
  const search = page.getByRole('searchbox', { name: 'Search', exact: true })
  assert.equal(await search.evaluate((element) => element === document.activeElement), true)
  // Letters that are written go nowhere.
  await page.keyboard.type('gw j?/')
  assert.equal(await search.inputValue(), 'gw j?/')
  await press('Escape')
  assert.equal(await search.evaluate((element) => element === document.activeElement), false)
  await press('g')
  await press('s')
  await page.waitForURL((url) => url.pathname === '/')
  assertNoFaults(page)
})

/** The outline, or where a control draws its own, its border: something must show where the keys go. */
const showsFocus = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const element = document.activeElement
    if (!(element instanceof HTMLElement)) return false
    for (let at: HTMLElement | null = element, depth = 0; at && depth < 4; at = at.parentElement, depth++) {
      const style = getComputedStyle(at)
      if (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2) return true
    }
    return false
  })

test('tab goes from the skip link through everything, and one always sees where', async () => {
  for (const [path, dark] of [
    ['/signals', false],
    ['/warnings/new', true],
    ['/import', false],
  ] as const) {
    const page = await enter(here, 'demo.customs', path, { language: 'en', dark })
    await page.keyboard.press('Tab')
    const skip = page.getByRole('link', { name: 'Skip to content' })
    assert.equal(await skip.evaluate((element) => element === document.activeElement), true)
    assert.equal(await skip.isVisible(), true)
    for (let i = 0; i < 40; i++) {
      const ended = await page.evaluate(() => document.activeElement === document.body)
      if (ended) break
      const at = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 160))
      assert.equal(await showsFocus(page), true, `${path}, step ${i}: ${at}`)
      await page.keyboard.press('Tab')
    }
    await skip.focus()
    await page.keyboard.press('Enter')
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'main')
  }
})
