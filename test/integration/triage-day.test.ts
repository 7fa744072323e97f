/** A quiet day at the demonstration port, played through intake: how much of it one duty officer must look at. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { prepareSignal, readSignal, takeIn } from '../../src/actions/signals/public.ts'
import { countOf, type GroupRow, listGroups } from '../../src/actions/triage/public.ts'
import { DAY_MS, LIVE_REALM, seededRandom } from '../../src/base/public.ts'
import { syntheticDeclarations } from '../../src/exercise/days/public.ts'
import { triageSite } from './triage-site.ts'

/** RQ of the operations room: what one officer is shown on a quiet day. */
const MOST_ITEMS = 100
/** As the demonstration; and ten times as busy a port, which must not show ten times as many items. */
const DAYS = [
  { name: 'as the demonstration', perDay: 220, seed: 20 },
  { name: 'ten times as many declarations', perDay: 2200, seed: 21 },
] as const

for (const { name, perDay, seed } of DAYS)
  test(`a quiet day, ${name}, shows one officer at most ${MOST_ITEMS} items`, async (t) => {
    const site = await triageSite(t)
    const customs = await site.signIn('customs', ['duty_officer'])
    const midnight = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS)
    const day = syntheticDeclarations(seededRandom(seed), midnight, new Date(midnight.getTime() + DAY_MS), {
      perDay,
      zoneOffsetHours: 8,
      firstNumber: 1,
    })
    for (let i = 0; i < day.length; i += 200) {
      const batch = day.slice(i, i + 200)
      const rows = batch.map(({ cells, observedAt }) => {
        const { content, faults } = readSignal('declaration', cells, 'Asia/Shanghai')
        assert.equal(faults, null)
        return prepareSignal(site.intake.tokens, site.source, { ...content!, observedAt }, observedAt)
      })
      await takeIn(site.db, site.intake, site.source, rows, {
        realm: LIVE_REALM,
        at: batch.at(-1)!.observedAt,
        actor: 'machine/test',
      })
    }
    site.clock.set(new Date(midnight.getTime() + DAY_MS))
    await site.runTask('compound.evaluate')

    const counts = await site.as(customs, (call) => countOf(call, { when: 'day' }))
    const shown: GroupRow[] = []
    for (let before: string | undefined; ; ) {
      const page = await site.as(customs, (call) =>
        listGroups(call, { when: 'day', limit: 50, ...(before === undefined ? {} : { before }) }),
      )
      shown.push(...page.rows)
      if (page.next === null) break
      before = page.next
    }
    t.diagnostic(`${day.length} declarations, ${counts.signals} need a person, ${counts.open} groups`)
    assert.equal(shown.length, counts.open)
    assert.equal(new Set(shown.map((row) => row.id)).size, shown.length)
    assert.ok(counts.open > 0 && counts.open <= MOST_ITEMS, `${counts.open} groups`)
    // Every signal that waits is in exactly one group.
    assert.equal(
      shown.reduce((sum, row) => sum + row.count, 0),
      counts.signals,
    )
    const waiting = await site.db.owner.query(
      'select count(distinct signal_id)::int as n from assessment where needs_person',
    )
    assert.equal(waiting.rows[0].n, counts.signals)
    assert.ok(
      shown.every((row) => row.kind.id !== 'compound'),
      'ordinary declarations alone are nothing compound',
    )
  })
