/** Random lives on a real database: what is stored is what the pure decision says, and the record fits the rows at the end. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decide, type IncidentCommand } from '../../src/actions/respond/decide.ts'
import { RESPONSE_LEVELS } from '../../src/actions/respond/level-ids.ts'
import { criteriaOf } from '../../src/actions/respond/levels.ts'
import { findIncident } from '../../src/actions/respond/load.ts'
import { dueOfPort, openFrom, run } from '../../src/actions/respond/service.ts'
import type { IncidentState } from '../../src/actions/respond/state.ts'
import { DomainError, uuid } from '../../src/base/public.ts'
import { actorOf } from '../../src/environment/identity/public.ts'
import { faultList } from '../../src/ledger/faults.ts'
import { verifyRows } from '../../src/ledger/verify-rows.ts'
import { respondSite } from './respond-site.ts'

const AGENCIES = ['customs', 'msa', 'port_operator', 'port_office'] as const
const KINDS = [
  'accept',
  'complete',
  'block',
  'unblock',
  'waive',
  'handOver',
  'acceptHandover',
  'refuseHandover',
  'withdrawHandover',
  'confirmPresence',
  'pause',
  'resume',
  'explain',
  'assign',
  'join',
  'takeOver',
  'undo',
  'addTask',
  'changeLead',
  'addMember',
  'dismissMember',
  'setLevel',
  'tick',
  'close',
] as const

const step = fc.record({
  agency: fc.nat(AGENCIES.length - 1),
  kind: fc.constantFrom(...KINDS),
  pick: fc.nat(1000),
  own: fc.boolean(),
  minutes: fc.nat(20),
})

const commandOf = (
  state: IncidentState,
  { kind, pick }: { kind: (typeof KINDS)[number]; pick: number },
  posts: readonly string[],
): IncidentCommand | undefined => {
  const taskId = state.tasks[pick % state.tasks.length]!.id
  const handovers = state.tasks.flatMap((task) => task.handovers)
  const handoverId = handovers.at(-1)?.id
  switch (kind) {
    case 'complete':
      return { kind, taskId, note: '已办', evidenceIds: [] }
    case 'block':
    case 'waive':
      return { kind, taskId, reason: '理由' }
    case 'handOver':
      return { kind, taskId, handoverId: uuid(), to: AGENCIES[pick % AGENCIES.length]!, note: '移交' }
    case 'acceptHandover':
      return handoverId ? { kind, handoverId } : undefined
    case 'refuseHandover':
    case 'withdrawHandover':
      return handoverId ? { kind, handoverId, reason: '理由' } : undefined
    case 'confirmPresence':
      return { kind }
    case 'pause':
    case 'explain':
    case 'takeOver':
      return { kind, taskId, reason: '理由' }
    case 'assign':
      return { kind, taskId, posts, known: posts }
    case 'addTask': {
      const agency = AGENCIES[pick % AGENCIES.length]!
      const due = { amount: 20, unit: 'minute' } as const
      return { kind, taskId: uuid(), title: '样例', proof: '', agency, phase: 'control', due, reason: '理由' }
    }
    case 'changeLead':
      return { kind, to: AGENCIES[pick % AGENCIES.length]!, reason: '理由' }
    case 'addMember':
      return { kind, agency: 'heritage', role: 'support', reason: '理由', reachable: true }
    case 'dismissMember':
      return { kind, agency: pick % 2 === 0 ? 'heritage' : AGENCIES[pick % AGENCIES.length]!, reason: '理由' }
    case 'setLevel': {
      const to = RESPONSE_LEVELS[pick % RESPONSE_LEVELS.length]!
      const criteria = criteriaOf(state.level, to).of.map((one) => one.id)
      return { kind, to, criteria, reason: '理由', name: (id) => ({ zh: id, en: id }) }
    }
    case 'close':
      return { kind, summary: '小结' }
    default:
      return { kind, taskId }
  }
}

test('stored and decided agree after every step', async (t) => {
  const site = await respondSite(t)
  const officers = await Promise.all(AGENCIES.map((agency) => site.officer(agency)))
  const [customs] = officers
  const second = await site.officer('port_operator', ['officer'])
  let done = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
      const signalId = await site.putSignal('customs', 'social.dg_misdeclared')
      const input = {
        title: '样例',
        riskType: 'social.dg_misdeclared',
        place: 'sea' as const,
        jurisdiction: 'CN' as const,
        signalIds: [signalId],
      }
      const { id } = await site.as(customs!, (call) => openFrom(call, input, site.house))
      for (const one of steps) {
        site.clock.advanceMinutes(one.minutes)
        const before = await site.as(customs!, async (call) => (await findIncident(call, id))!.state)
        const command = commandOf(before, one, [second.post])
        if (!command) continue
        const task = 'taskId' in command ? before.tasks.find((each) => each.id === command.taskId) : undefined
        const acting = one.own && task ? officers.find((who) => who.agency === task.agency) : undefined
        const who = acting ?? officers[one.agency]!
        try {
          const expected = await site.as(who, async (call) => {
            const context = { actor: actorOf(call), at: call.at, dueOf: dueOfPort(site.house) }
            const { next } = decide(before, command, context)
            await run(call, site.house, id, () => command)
            return next
          })
          const after = await site.as(customs!, async (call) => (await findIncident(call, id))!.state)
          assert.deepEqual(after, expected)
          done++
        } catch (error) {
          if (!(error instanceof DomainError)) throw error
          const after = await site.as(customs!, async (call) => (await findIncident(call, id))!.state)
          assert.deepEqual(after, before, 'a refusal leaves everything as it was')
        }
      }
    }),
    { numRuns: 12 },
  )
  assert.ok(done > 30, `${done} commands were accepted`)
  const client = await site.db.owner.connect()
  try {
    await client.query('begin')
    const found = faultList()
    await verifyRows(client, found)
    assert.deepEqual(
      found.faults.filter((fault) => /^(incident|task) /.test(fault.where)),
      [],
    )
  } finally {
    await client.query('rollback')
    client.release()
  }
})
