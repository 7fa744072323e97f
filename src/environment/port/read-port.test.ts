import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readPort, zoneNamedIn } from './public.ts'

const shipped = () => JSON.parse(readFileSync(new URL('../../../data/ports/CNLMN.json', import.meta.url), 'utf8'))
const port = readPort(shipped(), 'CNLMN.json')

test('the demonstration port is drawn within its bounds and says that it is invented', () => {
  assert.equal(port.synthetic, true)
  const [[west, south], [east, north]] = port.bounds
  for (const { id, at } of port.zones)
    assert.ok(at[0] > west && at[0] < east && at[1] > south && at[1] < north, `${id} lies outside`)
})

test('a text is found at the zone that it names, by the longest name', () => {
  assert.equal(zoneNamedIn(port, '三号堆场 B 区，木质包装')?.id, 'yard-3')
  assert.equal(zoneNamedIn(port, 'Berth 2, bow side')?.id, 'berth-2')
  assert.equal(zoneNamedIn(port, '1号检疫锚地')?.id, 'anchorage-1')
  assert.equal(zoneNamedIn(port, 'GATE　3')?.id, 'gate-3')
})

test('a name within another name is not that name, and an unknown place is no zone', () => {
  assert.equal(zoneNamedIn(port, 'berth 12')?.id, undefined)
  assert.equal(zoneNamedIn(port, '上海外高桥')?.id, undefined)
  assert.equal(zoneNamedIn(port, ''), undefined)
})

test('a file that does not fit is refused with the place that does not', () => {
  const twice = shipped()
  twice.zones.push(twice.zones[0])
  assert.throws(() => readPort(twice, 'mine.json'), /mine\.json.*zones.*airport.*twice/s)
  const strange = shipped()
  strange.geometry.features[0].properties.zone = 'nowhere'
  assert.throws(() => readPort(strange, 'mine.json'), /features\/0.*nowhere/s)
  const short = shipped()
  delete short.bounds
  assert.throws(() => readPort(short, 'mine.json'), /mine\.json/)
})
