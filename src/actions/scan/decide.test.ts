import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DomainError } from '../../base/public.ts'
import type { PostActor } from '../../environment/identity/public.ts'
import {
  checkWords,
  decide,
  isDue,
  type NoticeCommand,
  type NoticeState,
  type NoticeWords,
  noticePermissions,
  sourceDueAt,
} from './decide.ts'

const TODAY = '2026-11-25'
const at = new Date('2026-11-25T03:00:00Z')
const words: NoticeWords = {
  kind: 'epidemic',
  title: '邻国通报登革热上升',
  summary: '三个口岸城市周报病例翻倍。',
  url: 'https://example.org/don',
  publishedOn: '2026-11-24',
  validUntil: null,
  soWhat: '来自这些港口的船舶加强媒介检查。',
  ownerAgency: 'customs',
  riskTypes: ['bio.vectors'],
  places: ['sea'],
  reviewOn: '2026-12-01',
}
const by = (agency: string, roles: readonly string[] = ['analyst']): PostActor => ({
  agency,
  post: `post ${agency}`,
  account: 'a',
  roles,
  purpose: 'port_security',
})
const open: NoticeState = {
  ...words,
  id: 'n',
  recordedAt: at,
  recordedBy: { agency: 'port_office', post: 'p', account: 'a' },
  version: 1,
  proposals: [],
  closed: null,
}
const run = (state: NoticeState, command: NoticeCommand, actor: PostActor) =>
  decide(state, command, actor, at, TODAY).next
const code = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    assert.ok(error instanceof DomainError, String(error))
    return error.code
  }
  return assert.fail('was not refused')
}
const propose: NoticeCommand = {
  kind: 'propose',
  id: 'p1',
  proposal: { kind: 'rule', words: '媒介诱捕阈值下调', agency: 'customs', dueOn: '2026-11-30' },
}
const answer = (state: 'accepted' | 'declined' | 'done', text = ''): NoticeCommand => ({
  kind: 'answer',
  proposalId: 'p1',
  state,
  answer: text,
})

test('a proposal is answered by its agency, done only after it was accepted, and holds the notice open', () => {
  const proposed = run(open, propose, by('msa'))
  assert.equal(
    code(() => run(proposed, answer('accepted'), by('msa'))),
    'forbidden',
  )
  assert.equal(
    code(() => run(proposed, answer('done', '已改'), by('customs'))),
    'conflict',
  )
  assert.equal(
    code(() => run(proposed, { kind: 'close', reason: '看过' }, by('customs'))),
    'conflict',
  )
  const accepted = run(proposed, answer('accepted'), by('customs'))
  assert.equal(
    code(() => run(accepted, answer('declined', '不必'), by('customs'))),
    'conflict',
  )
  assert.equal(
    code(() => run(accepted, answer('done'), by('customs'))),
    'invalid',
  )
  const done = run(accepted, answer('done', '第 15 版规则已生效'), by('customs'))
  const closed = run(done, { kind: 'close', reason: '已落实' }, by('customs'))
  assert.equal(closed.closed?.reason, '已落实')
  assert.equal(
    code(() => run(closed, propose, by('msa'))),
    'conflict',
  )
})

test('declining needs a reason, and then nothing is open', () => {
  const proposed = run(open, propose, by('msa'))
  assert.equal(
    code(() => run(proposed, answer('declined'), by('customs'))),
    'invalid',
  )
  const declined = run(proposed, answer('declined', '已有更严的规则'), by('customs'))
  assert.equal(noticePermissions(declined, by('customs')).close, true)
})

test('a change keeps the words before, counts the version, and needs a reason; others may not change it', () => {
  const command: NoticeCommand = { kind: 'update', words: { ...words, soWhat: '改为全部来船。' }, reason: '范围扩大' }
  const { next, fact } = decide(open, command, by('port_office'), at, TODAY)
  assert.equal(next.version, 2)
  assert.ok(fact.act === 'scan_notice.updated' && fact.before.soWhat === words.soWhat)
  assert.equal(
    code(() => run(open, command, by('nia'))),
    'forbidden',
  )
  assert.equal(
    code(() => run(open, { ...command, reason: ' ' }, by('customs'))),
    'invalid',
  )
  assert.equal(
    code(() => run(open, command, by('customs', ['officer']))),
    'forbidden',
  )
})

test('words that contradict themselves are refused at their field', () => {
  const field = (change: Partial<NoticeWords>): string | undefined => {
    try {
      checkWords({ ...words, ...change }, TODAY)
      return undefined
    } catch (error) {
      return (error as DomainError).detail.fields?.[0]?.field
    }
  }
  assert.equal(field({ publishedOn: '2026-11-26' }), 'publishedOn')
  assert.equal(field({ validUntil: '2026-11-01' }), 'validUntil')
  assert.equal(field({ reviewOn: '2026-11-24' }), 'reviewOn')
  assert.equal(field({ url: 'javascript:alert(1)' }), 'url')
  assert.equal(field({ url: 'http://example.org' }), 'url')
  assert.equal(field({ soWhat: ' ' }), 'soWhat')
  assert.equal(field({ url: '' }), undefined)
})

test('a notice is due on its review day or when its validity ended; a source when its days have passed', () => {
  assert.equal(isDue(open, '2026-11-30'), false)
  assert.equal(isDue(open, '2026-12-01'), true)
  assert.equal(isDue({ ...open, validUntil: '2026-11-26' }, '2026-11-27'), true)
  const source = { createdAt: at, checkedAt: null, everyDays: 7 }
  assert.equal(sourceDueAt(source).toISOString(), '2026-12-02T03:00:00.000Z')
  const checkedAt = new Date('2026-11-28T03:00:00Z')
  assert.equal(sourceDueAt({ ...source, checkedAt }).toISOString(), '2026-12-05T03:00:00.000Z')
})
