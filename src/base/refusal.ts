/** What a rule answers: null, or why not. The same answer refuses the act and tells the page why its button is off. */
import { DomainError, type ErrorCode } from './errors.ts'
import type { Bilingual } from './text.ts'

export type Refusal = { code: ErrorCode } & Bilingual

export const forbidden = (zh: string, en: string): Refusal => ({ code: 'forbidden', zh, en })
export const conflict = (zh: string, en: string): Refusal => ({ code: 'conflict', zh, en })

/** @throws DomainError with the reason, where there is one */
export const refuse = (refusal: Refusal | null): void => {
  if (refusal) throw new DomainError(refusal.code, { zh: refusal.zh, en: refusal.en })
}

/** `true`, or the reason as a page shows it beside the button. */
export const permission = (refusal: Refusal | null): true | Bilingual =>
  refusal ? { zh: refusal.zh, en: refusal.en } : true
