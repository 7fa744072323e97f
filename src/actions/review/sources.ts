/** What a review rests on, read under the caller's policy through the doors of incidents and warnings. */
import type { Call } from '../../ledger/public.ts'
import type { IncidentRecord } from '../respond/public.ts'
import { findWarnings, listLinks, type StoredWarning } from '../warn/public.ts'
import type { ReviewSources, WarningRecord } from './prepare.ts'
import { findFirstSignal } from './store.ts'

/** `verdict` is what a warning's issuer may say of it afterwards; where nobody can say it, it is absent. */
const warningOf = ({ state, title, verdict }: StoredWarning & { verdict?: string | null }): WarningRecord => ({
  id: state.id,
  title,
  level: state.level,
  issuedAt: state.issuedAt,
  acks: state.acks,
  ended: state.ended,
  verdict: verdict ?? null,
})

export const readSources = async (call: Call, incident: IncidentRecord): Promise<ReviewSources> => {
  const links = await listLinks(call, [incident.id])
  const warningIds = links.flatMap((link) => (link.warningId === null ? [] : [link.warningId]))
  const all = [...links, ...(await listLinks(call, warningIds))]
  const signalIds = all.flatMap((link) => (link.signalId === null ? [] : [link.signalId]))
  return {
    incident,
    warnings: (await findWarnings(call, warningIds)).map(warningOf),
    firstSignalAt: await findFirstSignal(call, [...new Set(signalIds)]),
  }
}
