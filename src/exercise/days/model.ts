/**
 * Days at an invented sea and air port, as messages that its sources would send. Everything is synthetic and made from a seed:
 * the same seed and hour give the same messages, so bringing them twice doubles nothing. What a message really means (`truth`)
 * is for measuring what the platform makes of it, and never goes into a message.
 */
import type { SignalKind } from '../../actions/signals/public.ts'

/** Why a message was made, where it is not ordinary noise. */
export type Truth = {
  /** The thread it belongs to: `cruise-outage/2026-11-25`. */
  thread: string
  /** A false lead looks like evidence and is none. */
  role: 'evidence' | 'false_lead'
}

export type PortMessage = {
  /** Code of the source that sends it. */
  source: string
  kind: SignalKind
  /** When it is sent; what it tells of is not later. */
  at: Date
  /** As a file or form would have them, by the column's key. */
  cells: Readonly<Record<string, string>>
  truth?: Truth
}

/** What happened in truth: several messages of several sources that belong together. */
export type Thread = {
  id: string
  zh: string
  en: string
  /** Risk types that are really there, the gravest first; more than one domain: compound. */
  riskTypes: readonly string[]
  start: Date
}

export const isCompound = ({ riskTypes }: Pick<Thread, 'riskTypes'>): boolean =>
  new Set(riskTypes.map((risk) => risk.split('.')[0])).size > 1
