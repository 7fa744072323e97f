/** The figures of a review with names and the basis of each deadline. A local default is never shown as law. */
import { getReference } from '../../environment/reference/public.ts'
import type { Names } from '../warn/public.ts'
import type { Figures } from './model.ts'
import type { DeadlineFigure, Prepared } from './prepare.ts'

export const agenciesOf = (prepared: Prepared): string[] => [
  ...prepared.deadlines.map((one) => one.agency),
  ...prepared.handovers.flatMap(({ handover }) => [handover.from, handover.to]),
  ...prepared.blocked.map((one) => one.agency),
  ...prepared.acknowledgements.rows.map((one) => one.agency),
]

type DeadlineView = Figures['deadlines'][number]['rows'][number]

const basisOf = (id: string | null): DeadlineView['basis'] => {
  const { deadlines, instruments } = getReference()
  const deadline = id === null ? undefined : deadlines.get(id)
  const instrument = deadline?.instrument ? instruments.get(deadline.instrument) : undefined
  return deadline && instrument
    ? {
        zh: instrument.zh,
        en: instrument.en,
        article: deadline.article ?? '',
        read: deadline.verification === 'full_text_read',
      }
    : null
}

const viewDeadline = ({ task, outcome, settledAt, lateMs }: DeadlineFigure, names: Names): DeadlineView => ({
  taskId: task.id,
  title: task.title,
  agency: names.agency(task.agency),
  kind: task.kind,
  due: task.due,
  basis: basisOf(task.deadline),
  outcome,
  dueAt: task.dueAt?.toISOString() ?? null,
  settledAt: settledAt?.toISOString() ?? null,
  lateMs,
})

export const viewFigures = (prepared: Prepared, names: Names): Figures => ({
  milestones: prepared.milestones.map(({ kind, at, gapMs }) => ({ kind, at: at?.toISOString() ?? null, gapMs })),
  deadlines: prepared.deadlines.map(({ agency, met, missed, other, rows }) => ({
    agency: names.agency(agency),
    met,
    missed,
    other,
    rows: rows.map((row) => viewDeadline(row, names)),
  })),
  handovers: prepared.handovers.map(({ title, handover, waitedMs }) => ({
    title,
    from: names.agency(handover.from),
    to: names.agency(handover.to),
    state: handover.state,
    offeredAt: handover.offeredAt.toISOString(),
    answeredAt: handover.answeredAt?.toISOString() ?? null,
    waitedMs,
  })),
  blocked: prepared.blocked.map(({ title, agency, reason, from, until, ms }) => ({
    title,
    agency: names.agency(agency),
    reason,
    from: from.toISOString(),
    until: until?.toISOString() ?? null,
    ms,
  })),
  acknowledgements: {
    inTime: prepared.acknowledgements.inTime,
    of: prepared.acknowledgements.of,
    rows: prepared.acknowledgements.rows.map(({ warning, agency, dueAt, at, lateMs }) => ({
      warningId: warning.id,
      title: warning.title,
      agency: names.agency(agency),
      dueAt: dueAt.toISOString(),
      at: at?.toISOString() ?? null,
      lateMs,
    })),
  },
  warnings: prepared.warnings.flatMap(({ id, title, level, ended, verdict }) =>
    ended
      ? [
          {
            id,
            title,
            level,
            endedAt: ended.at.toISOString(),
            reason: ended.reason,
            falseAlarm: verdict == null ? null : verdict === 'false_alarm',
          },
        ]
      : [],
  ),
})
