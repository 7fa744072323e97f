/** Changes of law and duties: each function is one act inside the caller's transaction: decide, save, record, tell the site. */
import { type CircleId, notFound } from '../../base/public.ts'
import { circleFor } from '../../engine/sharing/public.ts'
import { type LoadedReference, loadReference, REFERENCE_CHANNEL } from '../../environment/reference/public.ts'
import { type Call, sealRows } from '../../ledger/public.ts'
import { checkFreeText } from '../warn/public.ts'
import { readCalendar } from './calendar-text.ts'
import { confirmReview, endInstrument, type LawActor, loadYear, type NewRevision } from './decide.ts'
import { reviewImage, revisionImage } from './image.ts'
import type { Changed, Confirm, EndInstrument, LoadCalendar } from './model.ts'
import { findReview, insertReviews, insertRevision, lockLaw, settleReview } from './store.ts'

export const lawActor = (call: Call): LawActor => ({
  roles: call.actor.roles,
  purpose: call.actor.purpose,
  realm: call.realm,
})

/** Facts about law are for everybody who takes part: law is public, and so is who changed its reading here. */
const circleOfLaw = (call: Call): Promise<CircleId> =>
  circleFor(call.tx, {
    owner: call.actor.agencyId,
    dataClass: 'administration',
    purposeLock: null,
    tlp: 'green',
    agencies: [],
    groups: [],
  })

/** Every process of the site reads the reference again once this has been committed. */
const tellSite = (call: Call): Promise<unknown> => call.tx.query('select pg_notify($1, $2)', [REFERENCE_CHANNEL, ''])

/** The reference as the last act left it, held until this one ends. */
export const lockedReference = async (call: Call, today: string): Promise<LoadedReference> => {
  await lockLaw(call)
  return loadReference(call.tx, { today })
}

/** Stores new versions of rows and records each. The caller holds the lock and has decided. @returns their ids, in order */
export const applyRevisions = async (
  call: Call,
  revisions: readonly NewRevision[],
  act: string,
  cause: string | null = null,
): Promise<string[]> => {
  const circleId = await circleOfLaw(call)
  const ids: string[] = []
  for (const revision of revisions) ids.push(await insertRevision(call, revision, cause ?? ids[0] ?? null))
  await sealRows(
    call,
    revisionImage,
    ids.map((id, i) => ({ id, act, circleId, basis: revisions[i]!.rowId })),
  )
  await tellSite(call)
  return ids
}

export const endLaw = async (call: Call, id: string, command: EndInstrument, today: string): Promise<Changed> => {
  checkFreeText({
    note: command.note,
    'newInstrument.zh': command.newInstrument?.zh,
    'newInstrument.en': command.newInstrument?.en,
  })
  const reference = await lockedReference(call, today)
  const { revisions, reviews, replacedBy } = endInstrument(reference, id, command, lawActor(call))
  const [revisionId] = await applyRevisions(call, revisions, replacedBy === null ? 'law.ended' : 'law.replaced')
  const opened = await insertReviews(call, reviews, revisionId!)
  const circleId = await circleOfLaw(call)
  await sealRows(
    call,
    reviewImage,
    opened.map((review) => ({ id: review, act: 'law.review_opened', circleId, basis: id })),
  )
  const count = (kind: string) => reviews.filter((one) => one.kind === kind).length
  return { id: revisionId!, duties: count('duty'), deadlines: count('deadline') }
}

export const confirmRow = async (call: Call, id: string, command: Confirm, today: string): Promise<void> => {
  checkFreeText({ note: command.note })
  const reference = await lockedReference(call, today)
  const review = await findReview(call, id)
  if (!review) throw notFound()
  const revision = confirmReview(reference, review, command, lawActor(call), today)
  const [result] = revision ? await applyRevisions(call, [revision], `law.row_${command.outcome}`) : []
  await settleReview(call, id, command.outcome, command.note.trim(), result ?? null)
  await sealRows(call, reviewImage, [
    { id, act: 'law.review_settled', circleId: await circleOfLaw(call), basis: review.rowId },
  ])
  await tellSite(call)
}

export const loadCalendarYear = async (call: Call, command: LoadCalendar, today: string): Promise<{ id: string }> => {
  checkFreeText({ source: command.source })
  const reference = await lockedReference(call, today)
  const actor = lawActor(call)
  const year = readCalendar(command.year, command.text, command.source)
  const [id] = await applyRevisions(
    call,
    [loadYear(reference, year, command.source.trim(), actor)],
    'law.calendar_loaded',
  )
  return { id: id! }
}
