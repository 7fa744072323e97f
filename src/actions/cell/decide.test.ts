/** The rules of the cell: who signs, what is a decision, when a draft is owed. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { DomainError } from '../../base/public.ts'
import type { PostActor } from '../../environment/identity/public.ts'
import { draftOwed, numberOf, refuseIssue } from './brief/decide.ts'
import { calendarFile, fold } from './meeting/calendar-file.ts'
import {
  answer,
  checkAttendance,
  checkResolution,
  decideResolution,
  isApproved,
  type MeetingState,
  refuseAnswer,
  refuseMinutes,
} from './meeting/decide.ts'
import { checkChecklist, receive, refuseReceive, refuseSignOut, type ShiftState, shiftTimes } from './shift/decide.ts'

const AT = new Date('2026-11-25T00:00:00Z')
const hours = (n: number): Date => new Date(AT.getTime() + n * 3_600_000)
const actor = (account: string | null, agency = 'customs', roles = ['duty_officer']): PostActor => ({
  agency,
  post: `post-${agency}`,
  account,
  roles,
  purpose: 'port_security',
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

describe('two people sign a hand-over', () => {
  const signed = (named: string | null = null): ShiftState => ({
    agency: 'customs',
    out: { account: 'lu', at: AT },
    named,
    in: null,
  })
  test('never the same one twice', () => {
    assert.equal(refuseReceive(signed(), actor('lu'))?.code, 'forbidden')
    assert.equal(receive(signed(), '', actor('chen'), AT).in?.account, 'chen')
  })
  test('nobody of another agency, no machine, nobody after both have', () => {
    assert.equal(refuseReceive(signed(), actor('jiang', 'msa'))?.code, 'forbidden')
    assert.equal(refuseReceive(signed(), actor(null))?.code, 'forbidden')
    const complete = receive(signed(), '', actor('chen'), AT)
    assert.equal(refuseReceive(complete, actor('wu'))?.code, 'conflict')
  })
  test('whoever takes over instead of the one who was named says why', () => {
    assert.equal(refused(() => receive(signed('chen'), ' ', actor('wu'), AT)).detail.fields?.[0]?.field, 'note')
    assert.equal(receive(signed('chen'), '陈请病假', actor('wu'), AT).in?.account, 'wu')
  })
  test('one open hand-over of an officer at a time', () => {
    assert.equal(refuseSignOut(actor('lu'), [signed()])?.code, 'conflict')
    assert.equal(refuseSignOut(actor('wu'), [signed()]), null)
  })
  test('the checklist is whole, and what is not in order has a word', () => {
    const line = { text: '对讲机', ok: false, remark: '' }
    assert.equal(refused(() => checkChecklist([line], ['对讲机'])).code, 'invalid')
    assert.equal(refused(() => checkChecklist([], ['对讲机'])).code, 'invalid')
    checkChecklist([{ ...line, remark: '一台送修' }], ['对讲机'])
  })
  test('hours come from the roster, else from the last hand-over, else from a local default', () => {
    const mine = { startsAt: hours(-12), endsAt: hours(0) }
    const next = { startsAt: hours(0), endsAt: hours(12) }
    assert.deepEqual(shiftTimes(AT, mine, next, hours(-11)), {
      from: hours(-12),
      to: AT,
      nextTo: hours(12),
      timesFrom: 'roster',
    })
    assert.equal(shiftTimes(AT, { startsAt: hours(-40), endsAt: hours(-28) }, null, hours(-11)).timesFrom, 'last')
    assert.deepEqual(shiftTimes(AT, null, null, null).from, hours(-12))
  })
})

describe('briefs', () => {
  test('are issued once, by their own agency, and a replaced draft never', () => {
    assert.equal(refuseIssue({ agency: 'customs', state: 'draft' }, actor('chen')), null)
    assert.equal(refuseIssue({ agency: 'customs', state: 'draft' }, actor('jiang', 'msa'))?.code, 'forbidden')
    assert.equal(refuseIssue({ agency: 'customs', state: 'issued' }, actor('chen'))?.code, 'conflict')
    assert.equal(refuseIssue({ agency: 'customs', state: 'replaced' }, actor('chen'))?.code, 'conflict')
    assert.equal(refuseIssue({ agency: 'customs', state: 'draft' }, actor(null))?.code, 'forbidden')
  })
  test('the clock owes one a day, from the set minute on, and none for days gone by', () => {
    assert.equal(draftOwed('2026-11-25', 449, 450, null), null)
    assert.equal(draftOwed('2026-11-25', 450, 450, null), '2026-11-25')
    assert.equal(draftOwed('2026-11-25', 451, 450, '2026-11-25'), null)
    assert.equal(numberOf('2026-11-25', 1), '2026-11-25-2')
  })
})

describe('meetings', () => {
  const present = (agency: string) => ({ agency, present: true, who: '值班长' })
  const meeting: MeetingState = {
    host: 'customs',
    agencies: ['customs', 'msa', 'nia'],
    startsAt: hours(-1),
    state: 'circulated',
    attendance: [present('customs'), present('msa'), { agency: 'nia', present: false, who: '' }],
    version: 2,
    answers: [{ agency: 'msa', version: 1, approves: false }],
  }
  test('there is no decision without an accountable agency that was invited, and a due time ahead', () => {
    const good = { text: '加派夜班', agency: 'msa', dueAt: hours(24) }
    checkResolution(meeting, good, AT)
    assert.equal(
      refused(() => checkResolution(meeting, { ...good, agency: 'heritage' }, AT)).detail.fields?.[0]?.field,
      'agency',
    )
    assert.equal(refused(() => checkResolution(meeting, { ...good, agency: '' }, AT)).code, 'invalid')
    assert.equal(refused(() => checkResolution(meeting, { ...good, dueAt: AT }, AT)).detail.fields?.[0]?.field, 'dueAt')
    assert.equal(refused(() => checkResolution(meeting, { ...good, text: ' ' }, AT)).code, 'invalid')
  })
  test('minutes are answered by those who were there, once for each version, an objection with its reason', () => {
    assert.equal(refuseAnswer(meeting, actor('jiang', 'msa')), null)
    assert.equal(refuseAnswer(meeting, actor('han', 'nia'))?.code, 'forbidden')
    assert.equal(refused(() => answer(meeting, false, '', actor('jiang', 'msa'))).detail.fields?.[0]?.field, 'reason')
    const answered = { ...meeting, answers: [{ agency: 'msa', version: 2, approves: true }] }
    assert.equal(refuseAnswer(answered, actor('jiang', 'msa'))?.code, 'conflict')
  })
  test('are approved when all who were there have approved this version, and stay as they are then', () => {
    const yes = (agency: string) => ({ agency, version: 2, approves: true })
    assert.equal(isApproved({ ...meeting, answers: [yes('customs')] }), false)
    const approved = { ...meeting, answers: [yes('customs'), yes('msa')] }
    assert.equal(isApproved(approved), true)
    assert.equal(refuseMinutes(approved, actor('chen'), AT)?.code, 'conflict')
    assert.equal(refuseMinutes(meeting, actor('chen'), AT), null)
    assert.equal(refuseMinutes(meeting, actor('jiang', 'msa'), AT)?.code, 'forbidden')
    assert.equal(refuseMinutes({ ...meeting, startsAt: hours(1) }, actor('chen'), AT)?.code, 'conflict')
  })
  test('attendance names invited agencies and who came', () => {
    assert.equal(refused(() => checkAttendance(meeting, [present('heritage')])).code, 'invalid')
    assert.equal(refused(() => checkAttendance(meeting, [{ ...present('msa'), who: ' ' }])).code, 'invalid')
  })
  test('a task of a meeting goes its way in the hands of its agency', () => {
    const msa = actor('jiang', 'msa')
    const open = { agency: 'msa', status: 'open' as const }
    assert.equal(decideResolution(open, { kind: 'accept' }, msa).status, 'accepted')
    assert.equal(refused(() => decideResolution(open, { kind: 'complete', note: '已办' }, msa)).code, 'conflict')
    assert.equal(refused(() => decideResolution(open, { kind: 'accept' }, actor('chen'))).code, 'forbidden')
    assert.equal(
      refused(() => decideResolution(open, { kind: 'block', note: '' }, msa)).detail.fields?.[0]?.field,
      'note',
    )
    assert.equal(
      decideResolution({ agency: 'msa', status: 'accepted' }, { kind: 'complete', note: '已办' }, msa).act,
      'resolution.completed',
    )
  })
})

describe('a meeting as an iCalendar file (RFC 5545)', () => {
  test('lines are folded at 75 octets and unfold to what they were', () => {
    const long = `SUMMARY:${'口岸联合值守会商'.repeat(12)}`
    const folded = fold(long)
    for (const line of folded.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line)
    assert.equal(folded.replaceAll('\r\n ', ''), long)
  })
  test('times are instants, text is escaped', () => {
    const file = calendarFile(
      {
        id: 'm',
        host: '口岸办',
        title: '周例会; 第1次, 联合',
        place: '三楼',
        startsAt: hours(1),
        endsAt: hours(2),
        cancelled: false,
        version: 1,
        agenda: ['夜班'],
      },
      AT,
      'port.test',
    )
    assert.match(file, /\r\nDTSTART:20261125T010000Z\r\nDTEND:20261125T020000Z\r\n/)
    assert.match(file, /SUMMARY:周例会\\; 第1次\\, 联合\r\n/)
    assert.match(file, /DESCRIPTION:口岸办\\n1\. 夜班\r\n/)
    assert.ok(file.endsWith('END:VCALENDAR\r\n'))
  })
})
