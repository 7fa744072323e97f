/**
 * Drafts a report from the record: what every member of the incident may read, and nothing of narrower audience (pieces that
 * rest on a signal, the warning's level). Pure; names and times come from outside, in the language of the report.
 */
import type { Bilingual, Locale } from '../../base/public.ts'
import type { Deliberation } from '../deliberate/public.ts'
import type { Incident } from '../respond/public.ts'
import type { Content, Section } from './model.ts'
import { KIND_WORDS, type Kind, type SectionTemplate, type Source, TEMPLATES } from './templates.ts'

export type RoomRecord = {
  incident: Incident
  deliberation: Pick<Deliberation, 'hypotheses' | 'decisions' | 'questions' | 'scale'>
  placeName: Bilingual
  /** Signed reports, oldest first. */
  signed: readonly { id: string; no: string; kind: Kind; signedAt: Date }[]
  corrects: string | null
  demo: boolean
}

export type Words = {
  locale: Locale
  /** Port time. */
  time(at: string): string
}

/** Entries that a report tells. Presence and reminders are left to the timeline; thought and decisions have sections of their own. */
const TOLD = new Set([
  'incident.opened',
  'incident.event_recorded',
  'incident.closed',
  'task.completed',
  'task.blocked',
  'task.waived',
  'task.handover_accepted',
  'task.overdue',
])

const pick = ({ locale }: Words, zh: string, en: string): string => (locale === 'zh' ? zh : en)

const timeline = (record: RoomRecord, words: Words, after: Date | null): string =>
  record.incident.timeline
    .filter((entry) => TOLD.has(entry.act) && (after === null || Date.parse(entry.at) > after.getTime()))
    .toReversed()
    .map(
      (entry) =>
        `${words.time(entry.at)} ${entry.actor.agency[words.locale]}${pick(words, '：', ': ')}${entry.text[words.locale]}`,
    )
    .join('\n')

const situation = ({ incident, placeName }: RoomRecord, words: Words): string => {
  const { locale } = words
  const members = incident.members.filter((member) => member.role !== 'inform').map((member) => member.agency[locale])
  const { done, of, overdue } = incident.tasks.reduce(
    (sum, task) => ({
      done: sum.done + (['done', 'waived', 'not_applicable'].includes(task.status) ? 1 : 0),
      of: sum.of + 1,
      overdue: sum.overdue + (task.clock.overdue ? 1 : 0),
    }),
    { done: 0, of: 0, overdue: 0 },
  )
  return locale === 'zh'
    ? [
        `${words.time(incident.openedAt)}，${incident.openedBy.agency.zh}对“${incident.title}”启动联合处置，风险类型：${incident.riskType.zh}，地点：${placeName.zh}。`,
        `牵头单位：${incident.lead.zh}；参与单位：${members.join('、')}。`,
        `任务 ${of} 项，办结 ${done} 项，超时 ${overdue} 项。`,
        ...(incident.closedAt ? [`${words.time(incident.closedAt)} 结案：${incident.summary ?? ''}`] : []),
      ].join('\n')
    : [
        `On ${words.time(incident.openedAt)} ${incident.openedBy.agency.en} opened the joint incident “${incident.title}”; risk type: ${incident.riskType.en}; place: ${placeName.en}.`,
        `Lead: ${incident.lead.en}. Working members: ${members.join(', ')}.`,
        `${of} tasks, ${done} settled, ${overdue} overdue.`,
        ...(incident.closedAt ? [`Closed on ${words.time(incident.closedAt)}: ${incident.summary ?? ''}`] : []),
      ].join('\n')
}

/** Dissent stands beside the belief it is about; what nobody has judged is said to be so. */
const assessment = ({ deliberation }: RoomRecord, words: Words): string => {
  const { locale } = words
  const lines = deliberation.hypotheses.flatMap((one) => {
    const belief = one.beliefs.at(-1)
    const band = belief && deliberation.scale.find((row) => row.word === belief.word)
    const how =
      belief && band
        ? pick(
            words,
            `${band.zh}（${belief.low}–${belief.high}%）。理由：${belief.reason}`,
            `${band.en} (${belief.low}–${belief.high} %). Reason: ${belief.reason}`,
          )
        : pick(words, '尚未判断可能性。', 'not judged yet.')
    return [
      `${one.no} ${one.statement}${pick(words, '：', ': ')}${how}`,
      ...one.dissents
        .filter((dissent) => dissent.withdrawn === null)
        .map((dissent) =>
          pick(
            words,
            `不同意见（${dissent.by.agency.zh}）：${dissent.words}`,
            `Dissent (${dissent.by.agency.en}): ${dissent.words}`,
          ),
        ),
    ]
  })
  const open = deliberation.questions
    .filter((one) => one.answer === null)
    .map((one) =>
      pick(
        words,
        `待查明：${one.words}（${one.forAgency.zh}）`,
        `To find out: ${one.words} (${one.forAgency[locale]})`,
      ),
    )
  return [...lines, ...open].join('\n')
}

const STATUS: { readonly [status: string]: Bilingual } = {
  waiting: { zh: '待起算', en: 'waiting' },
  open: { zh: '待接受', en: 'not accepted' },
  accepted: { zh: '办理中', en: 'in progress' },
  blocked: { zh: '受阻', en: 'blocked' },
  done: { zh: '完成', en: 'done' },
  waived: { zh: '免除', en: 'waived' },
  not_applicable: { zh: '不适用', en: 'not applicable' },
}
const UNIT: { readonly [unit: string]: Bilingual } = {
  minute: { zh: '分钟', en: 'min' },
  hour: { zh: '小时', en: 'h' },
  day: { zh: '天', en: 'd' },
  workingDay: { zh: '个工作日', en: 'working days' },
}

/** Only a number in law is called law; everything else says that it is a local default. */
export const limitWords = (kind: string, due: { amount: number; unit: string }, locale: Locale): string => {
  const amount = `${due.amount} ${UNIT[due.unit]?.[locale] ?? due.unit}`
  if (kind === 'statutory_numeric') return locale === 'zh' ? `法定 ${amount}` : `law ${amount}`
  const quoted =
    kind === 'statutory_immediate'
      ? { zh: '，条文“立即”', en: ', the article says “at once”' }
      : kind === 'statutory_prompt'
        ? { zh: '，条文“及时”', en: ', the article says “promptly”' }
        : { zh: '', en: '' }
  return locale === 'zh' ? `本地默认 ${amount}${quoted.zh}` : `local default ${amount}${quoted.en}`
}

type Table = { head: string[]; rows: string[][] }

const tasks = ({ incident }: RoomRecord, words: Words): Table => {
  const { locale } = words
  return {
    head: locale === 'zh' ? ['任务', '责任单位', '时限', '到期', '状态'] : ['Task', 'Agency', 'Limit', 'Due', 'State'],
    rows: incident.tasks.map((task) => [
      task.title[locale],
      task.agency[locale],
      limitWords(task.clock.kind, task.clock.due, locale),
      task.clock.dueAt ? words.time(task.clock.dueAt) : pick(words, '未起算', 'not started'),
      `${STATUS[task.status]?.[locale] ?? ''}${task.clock.overdue ? pick(words, '，超时', ', overdue') : ''}`,
    ]),
  }
}

const OUTCOME: { readonly [outcome: string]: Bilingual } = {
  approved: { zh: '批准', en: 'approved' },
  approved_with_conditions: { zh: '附条件批准', en: 'approved with conditions' },
  returned: { zh: '退回', en: 'returned' },
}

/** Who agreed and who objected, by name, with the reason: that is what a shared decision is on the record. */
const decisions = ({ deliberation }: RoomRecord, words: Words): Table => {
  const { locale } = words
  const join = locale === 'zh' ? '、' : ', '
  return {
    head:
      locale === 'zh'
        ? ['决定', '结果', '同意', '反对', '弃权', '未表态']
        : ['Decision', 'Outcome', 'Agreed', 'Objected', 'Abstained', 'Did not answer'],
    rows: deliberation.decisions.map((one) => {
      const decided = one.decided
      const outcome = decided
        ? [
            `${OUTCOME[decided.outcome]![locale]}${decided.chosen !== null && one.options.length > 1 ? `${pick(words, '：', ': ')}${one.options[decided.chosen]}` : ''}`,
            ...(decided.conditions ? [`${pick(words, '条件：', 'conditions: ')}${decided.conditions}`] : []),
            `${decided.by.agency[locale]} ${words.time(decided.at)}`,
          ].join(pick(words, '；', '; '))
        : pick(words, `待决定，期限 ${words.time(one.dueAt)}`, `open, due ${words.time(one.dueAt)}`)
      const objected = one.positions
        .filter((position) => position.stance === 'object')
        .map(
          (position) =>
            `${position.by.agency[locale]}${pick(words, '（', ' (')}${position.reason ?? ''}${pick(words, '）', ')')}`,
        )
      const list = (agencies: readonly Bilingual[]): string =>
        agencies.map((agency) => agency[locale]).join(join) || '—'
      return [
        one.question,
        outcome,
        list(one.tally.agree),
        objected.join(join) || '—',
        list(one.tally.abstain),
        list(one.tally.silent),
      ]
    }),
  }
}

const evidence = ({ incident }: RoomRecord, words: Words): Table => ({
  head: words.locale === 'zh' ? ['文件', '提供单位', '时间', 'SHA-256'] : ['File', 'From', 'Time', 'SHA-256'],
  rows: incident.evidence.map((file) => [file.name, file.agency[words.locale], words.time(file.at), file.sha256]),
})

const READ = new Set(['full_text_read', 'official_text_read'])

const law = ({ incident }: RoomRecord, words: Words): string =>
  incident.legal
    .map((row) => {
      const articles =
        row.articles.length === 0
          ? ''
          : pick(words, ` 第 ${row.articles.join('、')} 条`, `, ${row.articles.join(', ')}`)
      const unread =
        READ.has(row.verification) && !row.review ? '' : pick(words, '（条文待核）', ' (text not verified)')
      return `${row[words.locale]}${articles}${unread}`
    })
    .join('\n')

const corrected = ({ signed, corrects }: RoomRecord, words: Words): string => {
  const report = signed.find((one) => one.id === corrects)
  if (!report) return ''
  const kind = KIND_WORDS[report.kind][words.locale]
  return `${report.no}${pick(words, `（${kind}），${words.time(report.signedAt.toISOString())} 签发`, ` (${kind}), signed ${words.time(report.signedAt.toISOString())}`)}`
}

const TABLES: Partial<{ readonly [source in Source]: (record: RoomRecord, words: Words) => Table }> = {
  tasks,
  decisions,
  evidence,
}
const TEXTS: Partial<{ readonly [source in Source]: (record: RoomRecord, words: Words) => string }> = {
  situation,
  assessment,
  law,
  corrected,
  timeline: (record, words) => timeline(record, words, null),
  since: (record, words) =>
    timeline(record, words, record.signed.findLast((one) => one.kind !== 'correction')?.signedAt ?? null),
}

const sectionOf = (template: SectionTemplate, record: RoomRecord, words: Words): Section => {
  const table = TABLES[template.source]?.(record, words)
  const generated = TEXTS[template.source]?.(record, words) ?? ''
  return {
    key: template.key,
    title: template.title[words.locale],
    hint: template.hint?.[words.locale] ?? '',
    required: template.required,
    form: table ? 'table' : 'text',
    generated,
    text: generated,
    head: table?.head ?? [],
    rows: table?.rows ?? [],
  }
}

export const draftOf = (kind: Kind, record: RoomRecord, words: Words): Content => ({
  incident: {
    no: record.incident.no,
    title: record.incident.title,
    riskType: record.incident.riskType[words.locale],
    place: record.placeName[words.locale],
  },
  demo: record.demo,
  sections: TEMPLATES[kind].map((template) => sectionOf(template, record, words)),
})
