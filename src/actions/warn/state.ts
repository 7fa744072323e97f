/** A warning as the rules see it, what may be asked of it, and what then has happened. */
import type { AckPlan } from './ack-clock.ts'
import type { Timely, Verdict, WarningLevel } from './model.ts'

/** One agency of the audience and the present round of its acknowledgement. */
export type AckState = AckPlan & {
  agency: string
  /** Counts the requests: a raised level and a cancellation ask anew. */
  round: number
  subject: 'warning' | 'cancellation'
  askedAt: Date
  acknowledged: { at: Date; post: string; account: string | null; note: string | null } | null
  remindedAt: Date | null
  /** The next role of the agency was told, at the due time. */
  escalatedAt: Date | null
  /** The commander of the issuing agency was told. */
  commandedAt: Date | null
}

export type WarningState = {
  id: string
  version: number
  level: WarningLevel
  title: string
  body: string
  issuedBy: { agency: string; post: string }
  issuedAt: Date
  ackMinutes: number
  acks: readonly AckState[]
  ended: { at: Date; post: string; reason: string; as: 'ended' | 'cancelled' } | null
}

export type WarningCommand =
  | { kind: 'acknowledge'; note: string | null }
  /** `plan`: the clock of a level that is raised. */
  | { kind: 'update'; level: WarningLevel; title: string; body: string; reason: string; plan: AckPlan }
  | { kind: 'end'; reason: string }
  | { kind: 'cancel'; reason: string; plan: AckPlan }
  | { kind: 'lesson'; verdict: Verdict; timely: Timely; change: string }
  /** The clock of the acknowledgements has run: sent by a job, never by a person. */
  | { kind: 'escalate' }

export type WarningPart = 'level' | 'title' | 'body'

export type WarningFact =
  | { act: 'warning.issued' }
  | {
      act: 'warning.acknowledged'
      agency: string
      post: string
      account: string | null
      note: string | null
      late: boolean
      subject: AckState['subject']
    }
  | {
      act: 'warning.updated'
      version: number
      from: WarningLevel
      level: WarningLevel
      title: string
      body: string
      changed: WarningPart[]
      /** Every acknowledgement starts anew. */
      raised: boolean
      reason: string
      plan: AckPlan
    }
  | { act: 'warning.ended'; post: string; reason: string }
  | { act: 'warning.cancelled'; post: string; reason: string; plan: AckPlan }
  | { act: 'warning.acknowledgement_reminded'; agency: string; level: WarningLevel }
  | { act: 'warning.acknowledgement_overdue'; agency: string; level: WarningLevel; to: 'commander' }
  | { act: 'warning.acknowledgement_unanswered'; agency: string; level: WarningLevel; to: string }
  | { act: 'warning.lesson_recorded'; agency: string; verdict: Verdict; timely: Timely; change: string }

export type WarningDecision = { next: WarningState; facts: WarningFact[] }
