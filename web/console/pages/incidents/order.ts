/** Orders of tasks: by urgency, and kept while they are being read. Pure. */
import type { Task } from '../../../../src/actions/respond/model.ts'

type Row = { id: string }

export const orderOf = <R extends Row>(rows: readonly R[], compare: (a: R, b: R) => number): string[] =>
  rows.toSorted(compare).map((row) => row.id)

/** Rows in a kept order; those that it does not know follow in the wanted one. */
export const inOrder = <R extends Row>(rows: readonly R[], kept: readonly string[], wanted: readonly string[]): R[] => {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const known = new Set(kept)
  return [...kept, ...wanted.filter((id) => !known.has(id))].flatMap((id) => byId.get(id) ?? [])
}

/** Whether the rows that both orders have stand differently. */
export const isMoved = (kept: readonly string[], wanted: readonly string[]): boolean => {
  const there = new Set(wanted)
  const known = kept.filter((id) => there.has(id))
  const order = [...known, ...wanted.filter((id) => !known.includes(id))]
  return order.some((id, i) => id !== wanted[i])
}

export type Ordered = Pick<Task, 'id' | 'status'> & { clock: Pick<Task['clock'], 'dueAt'> }

const SETTLED: readonly Task['status'][] = ['done', 'waived', 'not_applicable']
export const isSettled = ({ status }: Pick<Task, 'status'>): boolean => SETTLED.includes(status)

const group = (task: Ordered): number => (isSettled(task) ? 2 : task.status === 'waiting' ? 1 : 0)

/** What is due first stands first; what has not begun after it; what is settled last. Otherwise as the server lists them. */
export const byUrgency = (a: Ordered, b: Ordered): number =>
  group(a) - group(b) || (group(a) === 0 ? (a.clock.dueAt ?? '9').localeCompare(b.clock.dueAt ?? '9') : 0)
