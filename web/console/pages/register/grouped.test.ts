import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Threat } from '../../../../src/drivers/threats/model.ts'
import { grouped } from './grouped.ts'

const threat = (place: string, signals = 0, lead = 'customs'): Threat => ({
  risk: { id: 'bio.x', zh: '甲', en: 'A' },
  domain: { id: 'bio', zh: '生物', en: 'Bio' },
  place: { id: place, zh: place, en: place },
  row: 'DM-CN-01',
  shared: true,
  interim: false,
  lead: { id: lead, zh: lead, en: lead, present: true },
  support: [],
  inform: [],
  signals,
  warnings: 0,
  incidents: 0,
  gaps: [],
  itemId: null,
})

test('quiet places that read the same are one line; what goes on and what differs is not', () => {
  const lines = grouped([threat('sea', 2), threat('air'), threat('land'), threat('rail', 0, 'nia')])
  assert.deepEqual(
    lines.map((line) => line.places.map((place) => place.id)),
    [['sea'], ['air', 'land'], ['rail']],
  )
})
