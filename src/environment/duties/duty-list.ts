/** The printed list of duties and powers of an agency: every row of the matrix that names it, and nothing else. Pure. */
import type { DutyRow, LoadedReference } from '../reference/public.ts'
import { agencyNamed, dueOfDeadline, viewDuty } from './browse.ts'
import type { DutyLine } from './browse-model.ts'
import { basisOf } from './resolve.ts'

const ROLES = ['lead', 'support', 'inform'] as const

const powersOf = (reference: LoadedReference, row: DutyRow): DutyLine['powers'] =>
  row.jurisdiction === 'CN'
    ? row.basis.map((one) => ({
        basis: { ...basisOf(reference, one.instrument, one.articles), verification: one.verification },
        what: { zh: one.whatZh, en: one.whatEn },
      }))
    : row.keyProvisions.map((one) => ({ basis: basisOf(reference, row.instrument, []), what: one }))

/** Roles in their order, in each the rows in the order of the matrix. An agency in two roles of a row has two lines. */
export const dutyLines = (reference: LoadedReference, agency: string, day: string): DutyLine[] =>
  ROLES.flatMap((role) =>
    [...reference.dutyRows.values()]
      .filter((row) => row[role].includes(agency))
      .map((row): DutyLine => {
        const view = viewDuty(reference, row, day)
        return {
          row: row.id,
          role,
          duty: view.name,
          risks: view.riskTypes,
          places: view.places,
          phase: view.phase,
          // Who is only told has a duty to receive, and no power from the article.
          powers: role === 'inform' ? [] : powersOf(reference, row),
          limits: view.note.zh === '' ? [] : [view.note],
          handovers: (row.handover ?? [])
            .filter((one) => one.from === agency)
            .map((one) => ({ to: agencyNamed(reference, one.to), trigger: { zh: one.triggerZh, en: one.triggerEn } })),
          deadlines: [...reference.deadlines.values()]
            .filter((one) => one.dutyRows.includes(row.id) && one.from.includes(agency))
            .map((one) => ({
              id: one.id,
              event: { zh: one.eventZh, en: one.eventEn },
              kind: one.kind,
              due: dueOfDeadline(one),
            })),
          confidence: view.confidence,
          flags: view.flags,
        }
      }),
  )
