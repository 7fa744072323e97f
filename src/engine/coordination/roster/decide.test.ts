import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { DomainError } from '../../../base/public.ts'
import type { PostActor } from '../../../environment/identity/public.ts'
import { readRosterCsv, rosterCsv } from './csv.ts'
import {
  assign,
  checkPlan,
  checkStillStood,
  consent,
  type DutyPerson,
  type DutyState,
  proposeSwap,
  type RosterState,
  repeatWeek,
} from './decide.ts'

const AT = new Date('2026-11-25T02:00:00Z')
const actor = (account: string | null, agency = 'customs', roles = ['duty_officer']): PostActor => ({
  agency,
  post: `post-${agency}`,
  account,
  roles,
  purpose: 'port_security',
})
const roster: RosterState = {
  id: 'r',
  agency: 'customs',
  joint: false,
  title: '海关值班',
  zone: 'Asia/Shanghai',
  shifts: [{ id: 'night', title: '夜班', from: 1200, to: 480 }],
  lines: [{ id: 'lead', title: '值班长', shifts: ['night'], always: false }],
}
const person = (account: string, agency = 'customs'): DutyPerson => ({
  agency,
  account,
  post: 'p',
  name: null,
  contact: '值班电话 8012',
  reach: 'phone',
})
const duty = (id: string, day: string, account: string | null): DutyState => ({
  id,
  line: 'lead',
  shift: 'night',
  day,
  startsAt: new Date(`${day}T12:00:00Z`),
  endsAt: new Date(Date.parse(`${day}T12:00:00Z`) + 43_200_000),
  person: account ? person(account) : null,
})
const refused = (fn: () => unknown): DomainError => {
  try {
    fn()
  } catch (error) {
    assert.ok(error instanceof DomainError, String(error))
    return error
  }
  return assert.fail('was not refused')
}

describe('who may enter whom', () => {
  const ahead = duty('d', '2026-11-26', null)
  test('the keeper enters colleagues, with a contact', () => {
    assert.equal(assign(roster, ahead, person('lu'), actor('chen'), AT).act, 'duty.assigned')
    assert.equal(assign(roster, duty('d', '2026-11-26', 'lu'), null, actor('chen'), AT).act, 'duty.cleared')
    const mute = { ...person('lu'), contact: ' ' }
    assert.equal(
      refused(() => assign(roster, ahead, mute, actor('chen'), AT)).detail.fields?.[0]?.field,
      'person.contact',
    )
  })
  test('another agency enters nobody here, and its own officers in a joint roster alone', () => {
    const msa = actor('jiang', 'msa')
    assert.equal(refused(() => assign(roster, ahead, person('jiang', 'msa'), msa, AT)).code, 'forbidden')
    const joint = { ...roster, joint: true }
    assert.equal(assign(joint, ahead, person('jiang', 'msa'), msa, AT).act, 'duty.assigned')
    assert.equal(refused(() => assign(joint, ahead, person('lu'), msa, AT)).code, 'invalid')
    assert.equal(refused(() => assign(joint, duty('d', '2026-11-26', 'lu'), null, msa, AT)).code, 'forbidden')
  })
  test('without the right, and after the duty has ended, nothing is changed', () => {
    assert.equal(
      refused(() => assign(roster, ahead, person('lu'), actor('wu', 'customs', ['officer']), AT)).code,
      'forbidden',
    )
    assert.equal(refused(() => assign(roster, duty('d', '2026-11-20', 'lu'), null, actor('chen'), AT)).code, 'conflict')
  })
})

describe('plans', () => {
  test('a post names shifts that exist', () => {
    const line = { ...roster.lines[0]!, shifts: ['noon'] }
    assert.equal(refused(() => checkPlan({ shifts: [...roster.shifts], lines: [line] })).code, 'invalid')
  })
  test('a post is not taken away from under somebody', () => {
    assert.equal(refused(() => checkStillStood({ lines: [] }, [duty('d', '2026-11-26', 'lu')])).code, 'conflict')
    checkStillStood({ lines: [] }, [duty('d', '2026-11-26', null)])
  })
  test('a week is repeated: what stands stays, holidays are left open where asked', () => {
    const week = [duty('a', '2026-11-23', 'lu'), duty('b', '2026-11-24', 'wu')]
    const taken = new Set(['2026-11-30 lead night'])
    const holiday = (day: string) => day === '2026-12-01'
    const left = repeatWeek(week, taken, 2, holiday, 'leave')
    assert.deepEqual([left.filled.map((one) => one.day), left.kept, left.left], [['2026-12-07', '2026-12-08'], 1, 1])
    assert.equal(repeatWeek(week, taken, 2, holiday, 'fill').filled.length, 3)
  })
})

describe('swaps', () => {
  const both = (): [DutyState, DutyState] => [duty('a', '2026-11-26', 'chen'), duty('b', '2026-11-27', 'lu')]
  test('need the consent of both, each given by that officer', () => {
    const swap = proposeSwap('s', both(), actor('chen'), AT)
    assert.deepEqual([swap.first.consentAt, swap.second.consentAt], [AT, null])
    assert.equal(refused(() => consent(swap, both(), actor('chen'), AT)).code, 'conflict')
    assert.equal(refused(() => consent(swap, both(), actor('wu'), AT)).code, 'forbidden')
    assert.equal(refused(() => consent(swap, both(), actor(null), AT)).code, 'forbidden')
    const done = consent(swap, both(), actor('lu'), AT)
    assert.deepEqual([done.exchanged, done.next.state], [true, 'done'])
  })
  test('proposed by the keeper, both still have to agree', () => {
    const swap = proposeSwap('s', both(), actor('keeper'), AT)
    const once = consent(swap, both(), actor('lu'), AT)
    assert.deepEqual([once.exchanged, once.next.state], [false, 'open'])
    assert.equal(consent(once.next, both(), actor('chen'), AT).exchanged, true)
  })
  test('of a duty that has begun, or that somebody else stands by now, come to nothing', () => {
    const swap = proposeSwap('s', both(), actor('chen'), AT)
    const begun = new Date('2026-11-26T13:00:00Z')
    assert.equal(refused(() => consent(swap, both(), actor('lu'), begun)).code, 'conflict')
    const changed: [DutyState, DutyState] = [duty('a', '2026-11-26', 'wu'), both()[1]]
    assert.equal(refused(() => consent(swap, changed, actor('lu'), AT)).code, 'conflict')
  })
})

describe('a roster as a file', () => {
  const plan = { shifts: [...roster.shifts], lines: [...roster.lines] }
  const view = (name: string) => ({
    ...plan,
    duties: [
      {
        id: 'd',
        line: 'lead',
        shift: 'night',
        day: '2026-11-26',
        startsAt: '',
        endsAt: '',
        person: {
          agency: { id: 'customs', zh: '海关', en: 'Customs' },
          account: null,
          name: { zh: name, en: name },
          post: null,
          contact: '+86 8012',
          reach: 'phone' as const,
        },
      },
    ],
  })
  test('goes out without formulas and comes back as it was', () => {
    const csv = rosterCsv(view('=cmd, "x"'))
    assert.match(csv, /,"'=cmd, ""x""",'\+86 8012,/)
    const [row] = readRosterCsv(csv, plan)
    assert.deepEqual(
      [row?.name, row?.contact, row?.shift, row?.line, row?.day],
      ['=cmd, "x"', '+86 8012', 'night', 'lead', '2026-11-26'],
    )
  })
  test('names row, field and remedy of what does not fit', () => {
    const error = refused(() => readRosterCsv('日期,班次,岗位,姓名,联系方式\n2026/11/26,中班,值班长,陈,8012\n', plan))
    assert.deepEqual(
      error.detail.fields?.map((one) => [one.row, one.field]),
      [
        [2, 'day'],
        [2, 'shift'],
      ],
    )
  })
})
