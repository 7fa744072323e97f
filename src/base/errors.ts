/**
 * The closed union of expected refusals. Rules and services throw `DomainError`; each edge maps the code once:
 * HTTP to a problem document (RFC 9457), the command line to an exit status. Bugs throw plain errors.
 */
import type { Bilingual } from './text.ts'

export const ERROR_CODES = {
  /** Input that does not fit its schema or its rules. `fields` names what and how to mend it. */
  invalid: 400,
  /** No valid session. */
  unauthenticated: 401,
  /** A right that the actor's post lacks for an act on something it can see. */
  forbidden: 403,
  /** Absent, or not to be seen: the two look the same. */
  not_found: 404,
  /** The state does not allow the act: already closed, already acknowledged, changed meanwhile. */
  conflict: 409,
  /** A body larger than the limit. */
  too_large: 413,
  /** A kind of file or encoding that is not taken. */
  unsupported: 415,
  /** Too many attempts; `retryAfterSeconds` in the detail. */
  too_many: 429,
  /** The database or another part is away for a moment; nothing was done, or the same key settles it. */
  unavailable: 503,
} as const

export type ErrorCode = keyof typeof ERROR_CODES

/** One thing wrong with the input: where (`row`, `field`), what, and the remedy, in both languages. */
export type FieldFault = { field: string; row?: number; zh: string; en: string }

export type ErrorDetail = { fields?: FieldFault[]; retryAfterSeconds?: number; reason?: string }

export class DomainError extends Error {
  readonly code: ErrorCode
  readonly text: Bilingual
  readonly detail: ErrorDetail

  constructor(code: ErrorCode, text: Bilingual, detail: ErrorDetail = {}) {
    super(text.en)
    this.name = 'DomainError'
    this.code = code
    this.text = text
    this.detail = detail
  }
}

/** The one answer for absent and hidden alike. */
export const notFound = (): DomainError =>
  new DomainError('not_found', { zh: '没有找到，或无权查看。', en: 'Not found, or not yours to see.' })

export const invalid = (field: string, zh: string, en: string): DomainError =>
  new DomainError('invalid', { zh, en }, { fields: [{ field, zh, en }] })
