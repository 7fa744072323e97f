/** The rules of the definition queue, and that every risk has an owner or stands in the queue. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ownerOf, type Place, placesOf } from '../../environment/duties/public.ts'
import { type ReferenceData, referenceFromFiles } from '../../environment/reference/public.ts'
import { decide, INTERIM_MS, type ItemCommand, isInterimOverdue, itemPermissions, openItem } from './decide.ts'
import { uncoveredRisks } from './uncovered.ts'

const reference = referenceFromFiles()
const AT = new Date('2026-11-25T02:00:00Z')

/** Every pair of risk and place is owned by one row, or queued. */
const check = (data: ReferenceData): void => {
  const queued = new Set(
    uncoveredRisks(data).flatMap((one) => one.places.map((place) => `${one.riskType} ${place} ${one.jurisdiction}`)),
  )
  for (const risk of data.risks.values())
    for (const place of placesOf(risk.places))
      for (const jurisdiction of ['CN', 'INT'] as const) {
        const owned = ownerOf(data, risk.id, place as Place, jurisdiction).primary.length > 0
        assert.notEqual(owned, queued.has(`${risk.id} ${place} ${jurisdiction}`), `${risk.id} ${place} ${jurisdiction}`)
      }
}

test('every risk type resolves or stands in the queue, also when rows of the matrix are gone', () => {
  check(reference)
  assert.equal(uncoveredRisks(reference).length, reference.unowned.length)
  const ids = [...reference.dutyRows.keys()]
  fc.assert(
    fc.property(fc.subarray(ids), (gone) => {
      check({ ...reference, dutyRows: new Map([...reference.dutyRows].filter(([id]) => !gone.includes(id))) })
    }),
    { numRuns: 25 },
  )
})

const item = (interimLead: string | null = null, origin: 'reference' | 'signal' = 'reference') =>
  openItem(
    {
      id: '5f0c2d1e-0000-4000-8000-000000000001',
      riskType: 'overseas.supply_line',
      places: ['sea'],
      jurisdiction: 'CN',
      origin,
      concerned: ['customs', 'msa'],
      interimLead,
    },
    AT,
  )
const who = (agency: string, roles: string[] = ['duty_officer'], post = `${agency}-1`) => ({
  agency,
  post,
  account: null,
  roles,
  purpose: 'port_security',
})
const PROPOSAL = {
  lead: ['msa'],
  support: ['customs'],
  inform: [],
  phase: 'control' as const,
  basis: [],
  note: '按协议',
}

test('the clock of the interim lead runs until somebody leads, and escalates once', () => {
  const state = item()
  const due = new Date(AT.getTime() + INTERIM_MS)
  assert.equal(isInterimOverdue(state, new Date(due.getTime() - 1)), false)
  assert.equal(isInterimOverdue(state, due), true)
  assert.equal(isInterimOverdue(item('customs'), due), false)
  const first = decide(state, { kind: 'escalate' }, who('port_office'), due)
  assert.equal(first.facts.length, 1)
  assert.equal(decide(first.next, { kind: 'escalate' }, who('port_office'), due).facts.length, 0)
  const late = decide(state, { kind: 'interim', agency: 'msa', reachable: true }, who('port_office'), due)
  assert.deepEqual(late.facts, [{ act: 'definition.interim_set', agency: 'msa', late: true }])
  assert.throws(() => decide(state, { kind: 'interim', agency: 'x', reachable: false }, who('port_office'), AT), {
    code: 'invalid',
  })
})

test('who may do what', () => {
  const state = item('msa')
  assert.equal(itemPermissions(state, who('customs')).note, true)
  assert.notEqual(itemPermissions(state, who('customs')).propose, true)
  assert.equal(itemPermissions(state, who('msa')).propose, true)
  assert.notEqual(itemPermissions(state, who('nia')).note, true)
  assert.notEqual(itemPermissions(state, who('port_office', ['officer'])).note, true)
  assert.equal(itemPermissions(item(null, 'signal'), who('nia')).interim, true)
  assert.equal(itemPermissions(item(null, 'signal'), who('nia')).release, true)
  assert.notEqual(itemPermissions(state, who('msa')).release, true)
})

test('a proposal is accepted by another post than its own, and only after the risk was defined', () => {
  const office = who('port_office', ['duty_officer', 'legal_officer'])
  const legal = who('port_office', ['legal_officer'], 'port_office-2')
  assert.throws(() => decide(item('msa'), { kind: 'propose', proposal: PROPOSAL }, office, AT), { code: 'conflict' })
  const commands: ItemCommand[] = [
    { kind: 'define', definition: '界定', measures: '', legalGap: '', reviewOn: '2027-01-01' },
    { kind: 'propose', proposal: PROPOSAL },
  ]
  const proposed = commands.reduce((state, command) => decide(state, command, office, AT).next, item('msa'))
  assert.equal(proposed.status, 'proposed')
  assert.throws(() => decide(proposed, { kind: 'accept', dutyRow: 'X' }, office, AT), { code: 'forbidden' })
  assert.throws(() => decide(proposed, { kind: 'reject', reason: 'x' }, office, AT), { code: 'conflict' })
  const settled = decide(proposed, { kind: 'accept', dutyRow: 'DM-SITE-01' }, legal, AT).next
  assert.deepEqual([settled.status, settled.dutyRow], ['settled', 'DM-SITE-01'])
  assert.throws(() => decide(settled, { kind: 'note', text: 'x' }, office, AT), { code: 'conflict' })
  const back = decide(proposed, { kind: 'give_back', reason: '条文不符' }, legal, AT).next
  assert.equal(back.status, 'open')
  assert.equal(decide(back, { kind: 'reject', reason: '不是风险' }, office, AT).next.status, 'rejected')
})

test('a page offers exactly what the command does', () => {
  const commands: Record<string, ItemCommand> = {
    note: { kind: 'note', text: 'x' },
    define: { kind: 'define', definition: 'x', measures: '', legalGap: '', reviewOn: null },
    interim: { kind: 'interim', agency: 'nia', reachable: true },
    reject: { kind: 'reject', reason: 'x' },
    accept: { kind: 'accept', dutyRow: 'X' },
    giveBack: { kind: 'give_back', reason: 'x' },
    release: { kind: 'release', text: 'x' },
  }
  const agencies = fc.constantFrom('port_office', 'msa', 'customs', 'nia')
  const roles = fc.subarray(['duty_officer', 'officer', 'legal_officer', 'auditor'])
  fc.assert(
    fc.property(
      agencies,
      roles,
      fc.constantFrom('port_security', 'audit'),
      fc.constantFrom('open', 'proposed', 'settled'),
      fc.constantFrom<'reference' | 'signal'>('reference', 'signal'),
      (agency, held, purpose, status, origin) => {
        const actor = { ...who(agency, held), purpose }
        const state = {
          ...item('msa', origin),
          status,
          proposal: PROPOSAL,
          proposedBy: 'port_office-1',
          ended: status === 'settled' ? { at: AT, reason: 'x' } : null,
        } as ReturnType<typeof item>
        const can = itemPermissions(state, actor) as Record<string, unknown>
        for (const [name, command] of Object.entries(commands)) {
          const run = () => decide(state, command, actor, AT)
          if (can[name] === true) run()
          else assert.throws(run, name)
        }
      },
    ),
  )
})
