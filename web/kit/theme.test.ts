import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { theme } from 'antd'
import { type Appearance, PALETTES } from './palette.ts'
import { antdTheme } from './theme.ts'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const block = (appearance: Appearance): Map<string, string> => {
  const start = css.indexOf(`[data-theme="${appearance}"] {`)
  const body = css.slice(start, css.indexOf('\n}', start))
  return new Map([...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((m) => [m[1] ?? '', m[2] ?? '']))
}
const variable = (name: string) => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`).replace(/(\d)/, '-$1')

const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: string, b: string): number => {
  const [hi = 0, lo = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (hi + 0.05) / (lo + 0.05)
}

for (const appearance of ['light', 'dark'] as const) {
  test(`${appearance}: the palette for antd and tokens.css agree`, () => {
    const variables = block(appearance)
    for (const [name, value] of Object.entries(PALETTES[appearance]))
      assert.equal(variables.get(variable(name)), value, `--${variable(name)}`)
  })

  test(`${appearance}: text reaches 4.5:1 on every ground, level edges 3:1`, () => {
    const p = PALETTES[appearance]
    for (const ink of [p.ink, p.ink2, p.ink3, p.accent])
      for (const ground of [p.bg, p.bgLayout, p.bgSunken, p.accentBg])
        assert.ok(contrast(ink, ground) >= 4.5, `${ink} on ${ground}: ${contrast(ink, ground).toFixed(2)}`)
    assert.ok(contrast(p.onAccent, p.accent) >= 4.5)
    for (const level of ['red', 'orange', 'yellow', 'blue'])
      assert.ok(contrast(block(appearance).get(`edge-${level}`) ?? '#000000', p.bg) >= 3, level)
  })

  test(`${appearance}: nothing in antd's tokens is saturated but the accent`, () => {
    const tokens = theme.getDesignToken(antdTheme(appearance)) as unknown as Record<string, unknown>
    assert.equal(tokens['colorPrimary'], PALETTES[appearance].accent)
    assert.equal(tokens['colorError'], PALETTES[appearance].ink)
    const accentHue = hue(PALETTES[appearance].accent)
    for (const [name, value] of Object.entries(tokens)) {
      if (typeof value !== 'string' || !/^#[0-9a-f]{6}$/i.test(value)) continue
      const { saturation, h } = hue(value)
      if (saturation > 0.35) assert.ok(Math.abs(h - accentHue.h) < 25, `${name} is ${value}`)
    }
  })
}

/** Chroma between 0 and 1 and the hue in degrees. */
function hue(hex: string): { saturation: number; h: number } {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255)
  const max = Math.max(r, g, b)
  const d = max - Math.min(r, g, b)
  if (d === 0) return { saturation: 0, h: 0 }
  const h = max === r ? ((g - b) / d) % 6 : max === g ? (b - r) / d + 2 : (r - g) / d + 4
  return { saturation: d, h: (h * 60 + 360) % 360 }
}
