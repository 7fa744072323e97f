/**
 * Refusals of the server (RFC 9457 problem documents) and failures on the way, as one error type with words and a remedy in
 * both languages. `api/client.ts` throws it; `ErrorState` and `Field` show it.
 */
import type { Bilingual, ErrorCode, FieldFault } from '../../src/base/public.ts'
import { translate } from './i18n.ts'
import type { Locale } from './locale.ts'
import { duration } from './port-time.ts'
import { text } from './text.ts'

export type { FieldFault }

export type ProblemCode = ErrorCode | 'network' | 'unknown'

export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: ProblemCode
  readonly status: number
  /** What the server said, when it said it. */
  readonly said: Bilingual | null
  readonly fields: readonly FieldFault[]
  readonly retryAfterSeconds: number | null
  /** Machine-readable detail: `code_required`, `wrong`. */
  readonly reason: string | null

  constructor(detail: {
    code: ProblemCode
    status?: number
    said?: Bilingual | null
    fields?: readonly FieldFault[]
    retryAfterSeconds?: number | null
    reason?: string | null
  }) {
    super(detail.said?.en ?? detail.code)
    this.code = detail.code
    this.status = detail.status ?? 0
    this.said = detail.said ?? null
    this.fields = detail.fields ?? []
    this.retryAfterSeconds = detail.retryAfterSeconds ?? null
    this.reason = detail.reason ?? null
  }
}

const NAMES = {
  invalid: 'Invalid',
  unauthenticated: 'Unauthenticated',
  forbidden: 'Forbidden',
  not_found: 'NotFound',
  conflict: 'Conflict',
  too_large: 'TooLarge',
  unsupported: 'Unsupported',
  too_many: 'TooMany',
  unavailable: 'Unavailable',
  network: 'Network',
  unknown: 'Unknown',
} as const satisfies Record<ProblemCode, string>

const BY_STATUS: Record<number, ProblemCode> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
  415: 'unsupported',
  429: 'too_many',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** Reads a problem document; tolerates a proxy that answers with something else. */
export const problemFrom = (status: number, body: unknown): Problem => {
  const given = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  const { code, zh, en, fields, retryAfterSeconds, reason } = given
  return new Problem({
    code: isText(code) && code in NAMES ? (code as ProblemCode) : (BY_STATUS[status] ?? 'unknown'),
    status,
    said: isText(zh) && isText(en) ? { zh, en } : null,
    fields: Array.isArray(fields) ? (fields as FieldFault[]) : [],
    retryAfterSeconds: typeof retryAfterSeconds === 'number' ? retryAfterSeconds : null,
    reason: isText(reason) ? reason : null,
  })
}

export const toProblem = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem({ code: 'unknown' })

/** What went wrong and what to do, in the reader's language. */
export const problemWords = (error: unknown, locale: Locale): { what: string; remedy: string } => {
  const problem = toProblem(error)
  const name = NAMES[problem.code]
  const what = problem.said?.[locale] ?? translate(text, locale, `problem${name}`)
  if (name !== 'TooMany') return { what, remedy: translate(text, locale, `remedy${name}`) }
  const wait = problem.retryAfterSeconds
  if (wait === null) return { what, remedy: translate(text, locale, 'remedyTooManySoon') }
  if (wait < 60) return { what, remedy: translate(text, locale, 'remedyTooManySeconds', { count: wait }) }
  // Rounded up: told to wait a minute, nobody is refused again after it.
  const words = duration(Math.ceil(wait / 60) * 60_000, locale)
  return { what, remedy: translate(text, locale, 'remedyTooMany', { duration: words }) }
}

/** Faults by field, the first of each; what belongs to no known field stays under ''. */
export const faultsByField = (error: unknown, known: readonly string[], locale: Locale): Record<string, string> => {
  const found: Record<string, string> = {}
  for (const fault of toProblem(error).fields) {
    const name = fault.field.replace(/^\//, '').replaceAll('/', '.')
    const key = known.includes(name) ? name : ''
    found[key] ??= fault[locale]
  }
  return found
}
