import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { MapSymbol } from '../../../src/app/situation/model.ts'
import type { Port } from '../../../src/environment/port/model.ts'
import { placed, scaleBar } from './places.ts'

const port = JSON.parse(readFileSync(new URL('../../../data/ports/CNLMN.json', import.meta.url), 'utf8')) as Port
const symbol = (id: string, zone: string | null): MapSymbol => ({
  kind: 'warning',
  id,
  title: id,
  domain: 'bio',
  place: 'sea',
  zone,
  level: 'yellow',
})

test('symbols of one zone stand side by side, and one whose place is not known stands nowhere', () => {
  const marks = placed(port, [symbol('a', 'gate-3'), symbol('b', null), symbol('c', 'gate-3'), symbol('d', 'gone')], 40)
  assert.deepEqual(
    marks.map(({ symbol: { id }, shift }) => [id, shift]),
    [
      ['a', 0],
      ['c', 40],
    ],
  )
})

test('the scale is a round distance that fits, and right at the equator', () => {
  const { miles, pixels } = scaleBar(13, 0, 96)
  assert.ok(pixels <= 96)
  // 40,075.017 km around the equator on 512-pixel tiles.
  assert.ok(Math.abs(pixels - (miles * 1852) / (40_075_017 / 512 / 2 ** 13)) < 0.1)
})
