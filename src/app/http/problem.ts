/** Problem documents (RFC 9457): the one place where an error becomes an answer. A bug's text never leaves the server. */
import { STATUS_CODES } from 'node:http'
import { DomainError, ERROR_CODES, type ErrorCode } from '../../base/public.ts'

export type Problem = {
  type: 'about:blank'
  title: string
  status: number
  code: ErrorCode | 'internal'
  zh: string
  en: string
} & DomainError['detail']

const INTERNAL: Problem = {
  type: 'about:blank',
  title: 'Internal Server Error',
  status: 500,
  code: 'internal',
  zh: '系统出错，没有保存任何改动。已记入日志，请稍后再试。',
  en: 'Something failed; nothing was saved. It is in the log; please try again later.',
}

const fromDomain = (error: DomainError): Problem => {
  const status = ERROR_CODES[error.code]
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code: error.code,
    zh: error.text.zh,
    en: error.text.en,
    ...error.detail,
  }
}

const asDomain = (code: ErrorCode, zh: string, en: string): Problem => fromDomain(new DomainError(code, { zh, en }))

/** Framework errors carry their own status; ours carry a code; everything else is a bug. */
export const problemOf = (error: unknown): Problem => {
  if (error instanceof DomainError) return fromDomain(error)
  const status = (error as { statusCode?: number }).statusCode
  if (status === 413) return asDomain('too_large', '内容超过上限。', 'The body is larger than the limit.')
  if (status === 415) return asDomain('unsupported', '不接受这种内容类型。', 'This content type is not taken.')
  if (status !== undefined && status >= 400 && status < 500)
    return asDomain('invalid', '请求无法读取：请检查格式。', 'The request cannot be read; check its form.')
  return INTERNAL
}
