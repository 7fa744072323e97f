import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { type ReferenceData, referenceFromFiles } from '../reference/public.ts'
import {
  addDays,
  audienceByDuty,
  conflictsOf,
  dueAt,
  generateTasks,
  isWorkingDay,
  type Jurisdiction,
  localDay,
  ownerOf,
  type Place,
  placesOf,
  resolveDuty,
  startOfDay,
} from './public.ts'

const reference = referenceFromFiles()
const check = fileURLToPath(new URL('../../../data/check.mjs', import.meta.url))
const JURISDICTIONS: Jurisdiction[] = ['CN', 'INT']

const everyCase = (data: ReferenceData): [string, Place, Jurisdiction][] =>
  [...data.risks.values()].flatMap((risk) =>
    placesOf(risk.places).flatMap((place) =>
      JURISDICTIONS.map((jurisdiction): [string, Place, Jurisdiction] => [risk.id, place as Place, jurisdiction]),
    ),
  )

test('the reference data pass their own validator', () => {
  const printed = execFileSync(process.execPath, [check], { encoding: 'utf8' })
  assert.match(printed, /no errors\s*$/)
})

test('tasks equal those of data/check.mjs for every risk type, place and jurisdiction', () => {
  const script = `import { generate } from ${JSON.stringify(new URL('../../../data/check.mjs', import.meta.url).href)}
    const cases = JSON.parse(process.argv[1])
    console.log('CASES' + JSON.stringify(cases.map((one) => generate(...one))))`
  const cases = everyCase(reference)
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script, JSON.stringify(cases)], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  const expected = JSON.parse(printed.slice(printed.indexOf('CASES') + 5)) as unknown[][]
  let tasks = 0
  cases.forEach((one, index) => {
    const ours = generateTasks(reference, ...one).map(({ deadline: _, ...task }) => task)
    assert.deepEqual(ours, expected[index], one.join(' '))
    tasks += ours.length
  })
  assert.equal(tasks, 2012)
})

test('sound data have no conflicts and resolve everywhere', () => {
  for (const [risk, place, jurisdiction] of everyCase(reference)) {
    const duty = resolveDuty(reference, risk, place, jurisdiction)
    assert.deepEqual(duty.conflicts, [], `${risk} ${place} ${jurisdiction}`)
    assert.ok(duty.lead)
    assert.equal(duty.row === null, duty.unowned !== null)
    for (const task of duty.tasks)
      if (task.kind === 'statutory_numeric') assert.ok(task.basis, `${task.template} is law without a basis`)
  }
})

test('two leads, a missing lead and an owned unowned risk are surfaced', () => {
  const row = reference.dutyRows.get('DM-CN-14')
  assert.ok(row)
  const owner = () => ownerOf(reference, 'social.dg_misdeclared', 'sea', 'CN')
  assert.deepEqual(conflictsOf(owner()), [])
  const twice: ReferenceData = {
    ...reference,
    dutyRows: new Map([...reference.dutyRows, ['X', { ...row, id: 'X', lead: ['fire'] }]]),
  }
  assert.deepEqual(
    resolveDuty(twice, 'social.dg_misdeclared', 'sea', 'CN').conflicts.map((one) => [one.kind, one.rows]),
    [['two_leads', ['DM-CN-14', 'X']]],
  )
  const nobody: ReferenceData = {
    ...reference,
    dutyRows: new Map([...reference.dutyRows].filter(([id]) => id !== 'DM-CN-14')),
  }
  const resolved = resolveDuty(nobody, 'social.dg_misdeclared', 'sea', 'CN')
  assert.deepEqual(
    resolved.conflicts.map((one) => one.kind),
    ['no_lead'],
  )
  assert.equal(resolved.lead, null)
  assert.deepEqual(resolved.tasks, [])
  assert.throws(() => generateTasks(nobody, 'social.dg_misdeclared', 'sea', 'CN'), { code: 'conflict' })
  const both: ReferenceData = {
    ...reference,
    unowned: [
      {
        riskType: 'social.dg_misdeclared',
        jurisdiction: 'CN',
        places: ['any'],
        interimLead: 'fire',
        reasonZh: '测试',
        reasonEn: 'test',
        confidence: 'low',
        source: 'own judgement',
      },
    ],
  }
  assert.deepEqual(
    resolveDuty(both, 'social.dg_misdeclared', 'sea', 'CN').conflicts.map((one) => one.kind),
    ['owned_and_unowned'],
  )
})

test('the audience by duty names each agency once, the lead first', () => {
  for (const one of everyCase(reference)) {
    const audience = audienceByDuty(reference, ...one)
    assert.equal(new Set(audience.map((member) => member.agency)).size, audience.length)
    assert.equal(audience[0]?.role, 'lead')
    assert.equal(audience.filter((member) => member.role === 'lead').length, 1)
    assert.equal(audience[0]?.agency, resolveDuty(reference, ...one).lead?.id)
  }
})

const zone = 'Asia/Shanghai'
const calendar = reference.calendar

test('working days follow the notice, make-up days included', () => {
  assert.equal(isWorkingDay('2026-02-16', calendar), false)
  assert.equal(isWorkingDay('2025-01-26', calendar), true)
  assert.equal(isWorkingDay('2025-11-03', calendar), true)
  assert.equal(isWorkingDay('2025-11-01', calendar), false)
  assert.equal(isWorkingDay('2027-03-01', calendar), undefined)
  assert.equal(isWorkingDay('2019-03-01', calendar), undefined)
})

test('three working days over the spring festival end at midnight of the port', () => {
  // 2025-01-27 is a Monday; 28 January to 4 February are holidays, 8 February is a make-up working day.
  const due = dueAt(new Date('2025-01-27T08:00:00+08:00'), { amount: 3, unit: 'workingDay' }, { zone, calendar })
  assert.deepEqual(due, { at: new Date('2025-02-08T00:00:00+08:00') })
})

test('a year that is not loaded has no due date in working days, also when only the end lies in it', () => {
  const due = dueAt(new Date('2026-12-30T08:00:00+08:00'), { amount: 3, unit: 'workingDay' }, { zone, calendar })
  assert.equal(due.at, null)
  assert.match((due as { en: string }).en, /not loaded/)
  const minutes = dueAt(new Date('2027-05-01T00:00:00Z'), { amount: 2, unit: 'hour' }, { zone, calendar })
  assert.deepEqual(minutes, { at: new Date('2027-05-01T02:00:00Z') })
})

test('days keep the time of day where clocks change', () => {
  const berlin = 'Europe/Berlin'
  const due = dueAt(new Date('2026-03-28T12:00:00+01:00'), { amount: 1, unit: 'day' }, { zone: berlin, calendar })
  assert.deepEqual(due, { at: new Date('2026-03-29T12:00:00+02:00') })
  const gap = dueAt(new Date('2026-03-28T02:30:00+01:00'), { amount: 1, unit: 'day' }, { zone: berlin, calendar })
  assert.deepEqual(gap, { at: new Date('2026-03-29T03:30:00+02:00') })
  const before = dueAt(
    new Date('2025-02-05T10:00:00+08:00'),
    { amount: 1, unit: 'workingDay' },
    { zone, calendar, direction: 'before' },
  )
  assert.deepEqual(before, { at: new Date('2025-01-27T00:00:00+08:00') })
})

test('a later event is never due earlier, and more working days are never fewer', () => {
  const day = fc.integer({ min: Date.parse('2025-01-01T00:00:00Z'), max: Date.parse('2026-09-01T00:00:00Z') })
  fc.assert(
    fc.property(
      day,
      fc.integer({ min: 0, max: 20 * 86_400_000 }),
      fc.integer({ min: 1, max: 30 }),
      (start, later, amount) => {
        const one = dueAt(new Date(start), { amount, unit: 'workingDay' }, { zone, calendar })
        const two = dueAt(new Date(start + later), { amount, unit: 'workingDay' }, { zone, calendar })
        const more = dueAt(new Date(start), { amount: amount + 1, unit: 'workingDay' }, { zone, calendar })
        assert.ok(one.at && two.at && more.at)
        assert.ok(one.at <= two.at && one.at < more.at && one.at.getTime() > start)
        assert.equal(startOfDay(localDay(one.at, zone), zone).getTime(), one.at.getTime())
        assert.equal(isWorkingDay(addDays(localDay(one.at, zone), -1), calendar), true)
      },
    ),
  )
})

test('the calendar file in use is the one that was read', () => {
  const file = JSON.parse(readFileSync(new URL('../../../data/holiday-calendar.json', import.meta.url), 'utf8'))
  assert.equal(calendar.timeZone, file.meta.timeZone)
  assert.equal(calendar.years.size, file.years.length)
})
