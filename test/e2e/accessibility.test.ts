/**
 * Every page as axe sees it: no violation of WCAG level A or AA. Each pair of language, size and appearance is looked at once
 * (four looks instead of eight), and each look is kept as pictures.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessibilityViolations } from '../support/browser.ts'
import { furnish, type Stop, walk } from '../support/every-page.ts'
import { keep, type Look, PHONE, stage } from '../support/pages.ts'

const LOOKS: readonly Look[] = [
  { language: 'zh', phone: false, dark: false },
  { language: 'zh', phone: true, dark: true },
  { language: 'en', phone: false, dark: true },
  { language: 'en', phone: true, dark: false },
]

let stops: Stop[]
const here = stage(async ({ site }) => {
  stops = await furnish(site)
})

for (const look of LOOKS) {
  const size = look.phone ? '390' : '1440'
  const name = `${look.language} ${size} ${look.dark ? 'dark' : 'light'}`
  test(`${name}: no violation on any page, and nothing wider than the screen`, async () => {
    const found: string[] = []
    await walk(here, stops, look, async (page, stop) => {
      await keep(page, `every-page/${look.language}-${size}-${look.dark ? 'dark' : 'light'}/${stop.name}`)
      for (const violation of await accessibilityViolations(page)) found.push(`${stop.name}: ${violation}`)
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      const allowed = look.phone ? PHONE.width : 1440
      if (width > allowed) found.push(`${stop.name}: ${width} px wide on a screen of ${allowed}`)
    })
    assert.deepEqual(found, [])
  })
}
