/**
 * What end-to-end tests share: opening the console as a person of the demonstration, and what must hold on every page. Tests
 * find things as a person does, by role and name, and wait for what they expect to see, never for time to pass.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { launchBrowser, openPage, screenshot } from './browser.ts'
import { type RunningSite, startSite } from './running-site.ts'

export type Language = 'zh' | 'en'
export type Look = { language?: Language; phone?: boolean; dark?: boolean }

/** Beside the pictures that are kept. */
const FAILED = join(import.meta.dirname, '..', 'output', 'failed')

export const DESK = { width: 1440, height: 900 }
export const PHONE = { width: 390, height: 844 }

export type Stage = { site: RunningSite; browser: Browser }

/** A site of its own and a browser for the tests of one file; both end with it, also when one of them did not start. */
export const stage = (furnish: (here: Stage) => Promise<void> = async () => {}): Stage => {
  const here = {} as Stage
  before(async () => {
    const started = await Promise.allSettled([
      startSite().then((site) => {
        here.site = site
      }),
      launchBrowser().then((browser) => {
        here.browser = browser
      }),
    ])
    for (const one of started) if (one.status === 'rejected') throw one.reason
    await furnish(here)
  })
  after(async () => {
    await here.browser?.close()
    await here.site?.end()
  })
  return here
}

/** How long a page may take to show what a test waits for; two busy cores are slow. */
export const PATIENCE_MS = 20_000

/** What went wrong behind a page's back: scripts that threw, answers that the server failed to give. */
const faults = new WeakMap<Page, string[]>()

const watch = (page: Page): void => {
  const found: string[] = []
  faults.set(page, found)
  page.on('pageerror', (error) => found.push(`script: ${error.message}`))
  page.on('console', (message) => {
    // A refused request is also a line in the console; what the page makes of it is tested where it is meant.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      found.push(`console: ${message.text()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 500) found.push(`${response.status()} ${response.request().method()} ${response.url()}`)
  })
}

export const assertNoFaults = (page: Page): void => assert.deepEqual(faults.get(page) ?? [], [])

/** A visitor in a browser of his own, not signed in, at the site's first page. */
export const visit = async ({ browser, site }: Stage, look: Look = {}): Promise<Page> => {
  const { language = 'zh', phone = false, dark = false } = look
  const page = await openPage(browser, {
    baseURL: site.url,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    colorScheme: dark ? 'dark' : 'light',
    viewport: phone ? PHONE : DESK,
    ...(phone ? { hasTouch: true, isMobile: true } : {}),
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  page.setDefaultTimeout(PATIENCE_MS)
  watch(page)
  return page
}

/** As `visit`, already signed in as that person of the demonstration, at `path`. */
export const enter = async (here: Stage, login: string, path = '/', look: Look = {}): Promise<Page> => {
  const { site } = here
  const page = await visit(here, look)
  const answer = await page.request.post(`${site.url}/api/session/persona`, {
    data: { login },
    headers: { 'x-tongguan': '1' },
  })
  assert.equal(answer.status(), 200, await answer.text())
  await go(page, path)
  return page
}

/** Opens an address and waits until its page has everything: its head, and no request on the way. */
export const go = async (page: Page, path: string): Promise<void> => {
  await page.goto(path)
  await settled(page)
}

/** The page shows its head and waits for no answer. The live connection stays open, so the network is never idle. */
export const settled = async (page: Page): Promise<void> => {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.waitForFunction(
    () =>
      !document.querySelector('.tg-loading, [aria-busy="true"], .ant-btn-loading') &&
      document.fonts.status === 'loaded',
  )
}

export const keep = (page: Page, name: string): Promise<string> => screenshot(page, name)

/** Waits until it can be seen; the failure says what was looked for. */
export const see = async (what: Locator): Promise<void> => what.first().waitFor({ state: 'visible' })

export const gone = async (what: Locator): Promise<void> => what.first().waitFor({ state: 'hidden' })

/** The words of the main part. */
export const mainText = async (page: Page): Promise<string> => (await page.getByRole('main').textContent()) ?? ''

/**
 * Tests that tell one story in order. When one of them fails the rest is skipped, and every page that was open is kept as
 * `failed-…` for a person to look at.
 */
export const story = (pages: () => readonly (Page | undefined)[]) => {
  let broken = false
  return (name: string, tell: (t: TestContext) => Promise<void>): void => {
    test(name, async (t) => {
      if (broken) return t.skip('an earlier part of the story failed')
      try {
        await tell(t)
      } catch (error) {
        broken = true
        await keepFailed(pages(), name)
        throw error
      }
    })
  }
}

const keepFailed = async (pages: readonly (Page | undefined)[], name: string): Promise<void> => {
  for (const [i, page] of pages.entries())
    await page
      ?.screenshot({ path: join(FAILED, `${name.slice(0, 40).replace(/\W+/g, '-')}-${i + 1}.png`), fullPage: true })
      .catch(() => {})
}
