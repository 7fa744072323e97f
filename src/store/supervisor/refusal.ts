/** What the supervisor refuses, as domain errors: the reason is a stable word, the text says what to do. */
import { DomainError, type ErrorCode } from '../../base/public.ts'

export type SupervisorReason =
  | 'already_running'
  | 'disk_full'
  | 'other_major_version'
  | 'no_server_binaries'
  | 'no_server_user'
  | 'not_ours'
  | 'foreign_process'
  | 'start_failed'

const CODES: Record<SupervisorReason, ErrorCode> = {
  already_running: 'conflict',
  disk_full: 'unavailable',
  other_major_version: 'conflict',
  no_server_binaries: 'unavailable',
  no_server_user: 'unavailable',
  not_ours: 'conflict',
  foreign_process: 'conflict',
  start_failed: 'unavailable',
}

export const refusal = (reason: SupervisorReason, en: string, zh: string): DomainError =>
  new DomainError(CODES[reason], { zh, en }, { reason })

export const isRefusal = (error: unknown, reason: SupervisorReason): boolean =>
  error instanceof DomainError && error.detail.reason === reason
