/**
 * Every page: no violation of WCAG level A or AA that axe finds, no word that does not belong there, nothing wider than the
 * screen, no fault behind its back. Two looks have each language, size and appearance once; TONGGUAN_LOOKS=all adds the two
 * that cross them, for pictures to look at before a release. Each look is kept as pictures.
 */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { accessibilityViolations } from '../support/browser.ts'
import { furnish, type Stop, walk } from '../support/every-page.ts'
import { assertNoFaults, DESK, keep, type Look, PHONE, stage } from '../support/pages.ts'
import { strangeWords } from '../support/words.ts'

const ALL = process.env['TONGGUAN_LOOKS'] === 'all'
const LOOKS: readonly Look[] = [
  { language: 'zh', phone: false, dark: false },
  { language: 'en', phone: true, dark: true },
  ...(ALL
    ? [{ language: 'zh', phone: true, dark: false } as const, { language: 'en', phone: false, dark: true } as const]
    : []),
]

let stops: Stop[]
const here = stage(async ({ site }) => {
  stops = await furnish(site)
})

// Two at a time: a look waits more than it computes.
describe('every page', { concurrency: 2 }, () => {
  for (const look of LOOKS) {
    const { language = 'zh', phone, dark } = look
    const { width } = phone ? PHONE : DESK
    const name = `${language}-${width}-${dark ? 'dark' : 'light'}`
    test(`${name}: every page can be used by everybody, in its own language`, async () => {
      const found: string[] = []
      await walk(here, stops, look, async (page, stop) => {
        await keep(page, `every-page/${name}/${stop.name}`)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth)
        if (wide > width) found.push(`${stop.name}: ${wide} px wide on a screen of ${width}`)
        for (const words of await strangeWords(page, language)) found.push(`${stop.name}: ${words}`)
        for (const violation of await accessibilityViolations(page)) found.push(`${stop.name}: ${violation}`)
        if (!stop.failing) assertNoFaults(page)
      })
      assert.deepEqual(found, [])
    })
  }
})
