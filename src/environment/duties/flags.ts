/** What a row of the matrix rests on that must be looked at: computed from the reference alone, pure. */
import { type DutyRow, type LoadedReference, type OpenReview, rowKey } from '../reference/public.ts'
import type { Flag } from './browse-model.ts'
import type { Jurisdiction, Place } from './model.ts'
import { ownerOf } from './owner.ts'

type Referred = Pick<LoadedReference, 'instruments' | 'reviews'>

const instrumentNamed = (reference: Pick<LoadedReference, 'instruments'>, id: string | null) => {
  if (id === null) return null
  const found = reference.instruments.get(id)
  return { id, zh: found?.zh ?? id, en: found?.en ?? id }
}

const ofReview = (reference: Referred, review: OpenReview): Flag => {
  const instrument = instrumentNamed(reference, review.instrument)!
  const replacedBy = instrumentNamed(reference, review.replacedBy)
  return {
    kind: 'review',
    zh: `所依《${instrument.zh}》${replacedBy ? `由《${replacedBy.zh}》替代` : '已废止'}，待人工核定：${review.note}`,
    en: `It rests on ${instrument.en}, ${replacedBy ? `replaced by ${replacedBy.en}` : 'which has ended'}; a person must confirm it: ${review.note}`,
    instrument,
    replacedBy,
  }
}

/** Rows resting on law that changed, still waiting for a person. */
export const reviewFlags = (reference: Referred, kind: 'duty' | 'deadline', id: string): Flag[] =>
  (reference.reviews.get(rowKey(kind, id)) ?? []).map((review) => ofReview(reference, review))

const ofInstrument = (reference: Referred, id: string, day: string): Flag[] => {
  const found = reference.instruments.get(id)
  if (!found) return []
  const instrument = instrumentNamed(reference, id)
  const replacedBy = instrumentNamed(reference, found.replacedBy ?? found.verifyAgainst)
  if (found.validTo && found.validTo <= day)
    return [
      {
        kind: 'superseded',
        zh: `《${found.zh}》自 ${found.validTo} 起不再有效。`,
        en: `${found.en} no longer holds since ${found.validTo}.`,
        instrument,
        replacedBy,
      },
    ]
  if (found.status === 'likely_superseded')
    return [
      {
        kind: 'superseded',
        zh: `《${found.zh}》可能已被替代${replacedBy ? `，请对照《${replacedBy.zh}》` : ''}。`,
        en: `${found.en} is likely superseded${replacedBy ? `; check against ${replacedBy.en}` : ''}.`,
        instrument,
        replacedBy,
      },
    ]
  if (found.status === 'amended_after_snapshot')
    return [
      {
        kind: 'amended',
        zh: `《${found.zh}》在所读文本之后修正，条号可能已变。`,
        en: `${found.en} was amended after the text that was read; articles may be renumbered.`,
        instrument,
        replacedBy: null,
      },
    ]
  return []
}

const plain = (kind: Flag['kind'], zh: string, en: string): Flag => ({
  kind,
  zh,
  en,
  instrument: null,
  replacedBy: null,
})

const UNREAD = plain(
  'unread',
  '条文待核：没有读到全文，使用前先核对。',
  'Article unread: check the full text before relying on it.',
)
const LOW = plain(
  'low_confidence',
  '可信度低：依据薄弱或为自行判断。',
  'Low confidence: thin basis or our own judgement.',
)
const LEGAL = plain('legal_review', '须经法制部门核定后使用。', 'The legal office must confirm it before use.')

type Rested = {
  kind: 'duty' | 'deadline'
  id: string
  instruments: readonly string[]
  read: boolean
  confidence: string
  legalReviewRequired: boolean
}

const flagsOf = (reference: Referred, row: Rested, day: string): Flag[] => {
  const reviewed = reviewFlags(reference, row.kind, row.id)
  const told = new Set(reviewed.map((flag) => flag.instrument?.id))
  return [
    ...reviewed,
    ...[...new Set(row.instruments)].filter((id) => !told.has(id)).flatMap((id) => ofInstrument(reference, id, day)),
    ...(row.legalReviewRequired ? [LEGAL] : []),
    ...(row.read ? [] : [UNREAD]),
    ...(row.confidence === 'low' ? [LOW] : []),
  ]
}

export const flagsOfDuty = (reference: Referred, row: DutyRow, day: string): Flag[] =>
  flagsOf(
    reference,
    {
      kind: 'duty',
      id: row.id,
      instruments:
        row.jurisdiction === 'CN'
          ? [...row.basis.map((one) => one.instrument), ...row.reviewInstruments]
          : [row.instrument],
      read:
        row.jurisdiction === 'CN'
          ? row.basis.every((one) => one.verification === 'full_text_read')
          : reference.instruments.get(row.instrument)?.verification === 'full_text_read',
      confidence: row.confidence,
      legalReviewRequired: row.jurisdiction === 'CN' && row.legalReviewRequired,
    },
    day,
  )

export const flagsOfDeadline = (
  reference: Pick<LoadedReference, 'instruments' | 'reviews' | 'deadlines'>,
  id: string,
  day: string,
): Flag[] => {
  const row = reference.deadlines.get(id)
  if (!row) return []
  return flagsOf(
    reference,
    {
      kind: 'deadline',
      id,
      instruments: [...(row.instrument ? [row.instrument] : []), ...row.reviewInstruments],
      read: row.instrument === null || row.verification === 'full_text_read',
      confidence: row.confidence,
      legalReviewRequired: row.legalReviewRequired,
    },
    day,
  )
}

/**
 * Why the law behind a task must be looked at: its deadline's, else that of the duty that gives it to its agency. It is read
 * from the reference whenever the task is shown, so no task row changes when a law does, and nobody needs to see hidden tasks.
 */
export const reviewFlagsOfTask = (
  reference: LoadedReference,
  task: { deadline: string | null; riskType: string; place: Place; jurisdiction: Jurisdiction },
): Flag[] => {
  const own = task.deadline === null ? [] : reviewFlags(reference, 'deadline', task.deadline)
  if (own.length > 0) return own
  const row = ownerOf(reference, task.riskType, task.place, task.jurisdiction).primary[0]
  return row ? reviewFlags(reference, 'duty', row.id) : []
}
