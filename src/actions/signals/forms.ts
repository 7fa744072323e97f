/** Kinds, their fields and their code lists, for whoever writes down a signal, maps a file to it or filters by it. */
import { rightOf } from '../../environment/identity/public.ts'
import type { Call } from '../../ledger/public.ts'
import { getKind, KIND_IDS, SUBJECT_KINDS } from './kinds/registry.ts'
import { describedColumns, PART_LABELS } from './kinds/words.ts'
import { SIGNAL_FLAGS, type SignalForms } from './model.ts'
import { mayBring } from './post-signals.ts'

const terms = (table: Readonly<Record<string, { zh: string; en: string }>>) =>
  Object.entries(table).map(([id, { zh, en }]) => ({ id, zh, en }))

export const signalForms = ({ actor }: Call): SignalForms => {
  const report = rightOf('signals.report', actor.roles, actor.purpose)
  return {
    kinds: KIND_IDS.map((id) => {
      const { zh, en, oneOf = [] } = getKind(id)
      return {
        id,
        zh,
        en,
        mayReport:
          report !== true ? report : mayBring(actor, id) || rightOf('signals.import', actor.roles, actor.purpose),
        oneOf: oneOf.map((keys) => [...keys]),
        columns: describedColumns(id),
      }
    }),
    flags: terms(SIGNAL_FLAGS),
    subjects: terms(SUBJECT_KINDS),
    parts: terms(PART_LABELS),
  }
}
