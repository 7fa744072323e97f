/** A roster has no gap and no overlap that it does not report, in any zone and on the nights when clocks change. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays, instantOn, startOfDay } from '../../../environment/duties/public.ts'
import { coverageOf, daysFrom, type Plan, type Stood, shiftOn } from './coverage.ts'

const DAY = { id: 'day', title: '白班', from: 480, to: 1200 }
const NIGHT = { id: 'night', title: '夜班', from: 1200, to: 480 }
const plan = (zone: string, always = true): Plan => ({
  zone,
  shifts: [DAY, NIGHT],
  lines: [{ id: 'lead', title: '值班长', shifts: ['day', 'night'], always }],
})
const stood = (of: Plan, day: string, shift: typeof DAY, person: string | null, line = 'lead'): Stood => ({
  line,
  day,
  shift: shift.id,
  person,
  ...shiftOn(shift, day, of.zone),
})
const hours = ({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }) =>
  (endsAt.getTime() - startsAt.getTime()) / 3_600_000

describe('shifts become instants in the zone of the roster', () => {
  test('a night ends on the next day; clocks that change make it 11 or 13 hours long', () => {
    assert.equal(hours(shiftOn(NIGHT, '2026-11-25', 'Asia/Shanghai')), 12)
    assert.equal(shiftOn(NIGHT, '2026-11-25', 'Asia/Shanghai').startsAt.toISOString(), '2026-11-25T12:00:00.000Z')
    assert.equal(hours(shiftOn(NIGHT, '2026-03-28', 'Europe/Berlin')), 11)
    assert.equal(hours(shiftOn(NIGHT, '2026-10-24', 'Europe/Berlin')), 13)
  })

  test('a change of shift inside the skipped and the doubled hour is one instant for both', () => {
    for (const day of ['2026-03-28', '2026-10-24']) {
      const until = { id: 'a', title: 'a', from: 1200, to: 150 }
      const then = { id: 'b', title: 'b', from: 150, to: 480 }
      const end = shiftOn(until, day, 'Europe/Berlin').endsAt
      assert.deepEqual(end, shiftOn(then, addDays(day, 1), 'Europe/Berlin').startsAt)
    }
  })
})

describe('coverage', () => {
  const of = plan('Asia/Shanghai')
  const from = startOfDay('2026-11-25', of.zone)
  const to = startOfDay('2026-11-27', of.zone)
  const full = ['2026-11-24', '2026-11-25', '2026-11-26'].flatMap((day) => [
    stood(of, day, DAY, 'chen'),
    stood(of, day, NIGHT, 'lu'),
  ])

  test('a full roster has no finding', () => assert.deepEqual(coverageOf(of, full, from, to), []))

  test('an open night is named with its day and shift', () => {
    const found = coverageOf(
      of,
      full.filter((one) => !(one.day === '2026-11-25' && one.shift === 'night')),
      from,
      to,
    )
    assert.deepEqual(
      found.map(({ kind, shift, day }) => [kind, shift, day]),
      [['gap', 'night', '2026-11-25']],
    )
    assert.deepEqual(
      [found[0]?.from, found[0]?.to],
      [instantOn('2026-11-25', 1200, of.zone), instantOn('2026-11-26', 480, of.zone)],
    )
  })

  test('time that no shift covers is a gap where somebody must always be there, and none elsewhere', () => {
    const short = { ...NIGHT, to: 420 }
    const days = (always: boolean): Plan => ({ ...plan('Asia/Shanghai', always), shifts: [DAY, short] })
    const duties = ['2026-11-24', '2026-11-25', '2026-11-26'].flatMap((day) => [
      stood(days(true), day, DAY, 'chen'),
      stood(days(true), day, short, 'lu'),
    ])
    assert.deepEqual(
      coverageOf(days(true), duties, from, to).map((one) => [one.kind, one.shift]),
      [
        ['gap', null],
        ['gap', null],
      ],
    )
    assert.deepEqual(coverageOf(days(false), duties, from, to), [])
  })

  test('somebody in two places at once is named', () => {
    const two: Plan = { ...of, lines: [...of.lines, { id: 'second', title: '副班', shifts: ['day'], always: false }] }
    const found = coverageOf(
      two,
      [...full, stood(two, '2026-11-25', DAY, 'chen', 'second'), stood(two, '2026-11-26', DAY, 'wu', 'second')],
      from,
      to,
    )
    assert.deepEqual(
      found.map((one) => [one.kind, one.person]),
      [['double', 'chen']],
    )
  })

  test('law: nobody there is a reported gap, two there are a reported overlap, at every instant', () => {
    const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe']
    const minute = fc.integer({ min: 0, max: 1439 })
    const shift = (id: string) => fc.record({ id: fc.constant(id), title: fc.constant(id), from: minute, to: minute })
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        // Weeks in which the clocks of these zones change, and one in which none does.
        fc.constantFrom(
          '2026-03-06',
          '2026-03-27',
          '2026-04-03',
          '2026-10-02',
          '2026-10-23',
          '2026-10-30',
          '2026-06-10',
        ),
        fc.tuple(shift('a'), shift('b'), shift('c')),
        fc.boolean(),
        fc.array(fc.constantFrom(null, 'chen', 'lu', 'wu'), { minLength: 15, maxLength: 15 }),
        (zone, first, shifts, always, people) => {
          const drawn: Plan = {
            zone,
            shifts,
            lines: [{ id: 'lead', title: 'lead', shifts: shifts.map((one) => one.id), always }],
          }
          const days = daysFrom(first, 5)
          const duties = days
            .flatMap((day) => shifts.map((one) => ({ day, one })))
            .map(({ day, one }, i) => stood(drawn, day, one, people[i]!))
            .filter((one) => one.startsAt < one.endsAt)
          const [start, end] = [startOfDay(days[1]!, zone), startOfDay(days[4]!, zone)]
          const found = coverageOf(drawn, duties, start, end)
          const reported = (kind: string, at: number) =>
            found.some((one) => one.kind === kind && one.from.getTime() <= at && at < one.to.getTime())
          for (let at = start.getTime(); at < end.getTime(); at += 17 * 60_000) {
            const on = (one: { startsAt: Date; endsAt: Date }) =>
              one.startsAt.getTime() <= at && at < one.endsAt.getTime()
            const there = duties.filter((one) => one.person !== null && on(one))
            const wanted = always || days.some((day) => shifts.some((one) => on(shiftOn(one, day, zone))))
            assert.equal(reported('gap', at), wanted && there.length === 0, `gap at ${new Date(at).toISOString()}`)
            assert.equal(reported('overlap', at), there.length > 1, `overlap at ${new Date(at).toISOString()}`)
            const twice = new Set(there.map((one) => one.person)).size < there.length
            assert.equal(reported('double', at), twice, `double at ${new Date(at).toISOString()}`)
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})
