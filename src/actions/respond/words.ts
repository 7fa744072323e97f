/** Texts that a command must carry: trimmed, and refused with field and remedy where they are empty. Pure. */
import { invalid } from '../../base/public.ts'

export const required = (text: string, field: string, zh: string, en: string): string => {
  const trimmed = text.trim()
  if (trimmed === '') throw invalid(field, zh, en)
  return trimmed
}
export const reasonOf = (reason: string): string => required(reason, 'reason', '请写明理由。', 'Give a reason.')
