/**
 * What is being written down, kept on this device until it is sent: a call that breaks off, a page that is closed by mistake
 * and a dead zone on the quay lose nothing. What names a person is never kept.
 */
import type { SignalForm } from '../../../../../src/actions/signals/model.ts'

export type Values = Readonly<Record<string, string>>
export type Draft = { kind: string; sourceCode: string; values: Values; at: string }

const keyOf = (postId: string): string => `tongguan.signal-draft.${postId}`

export const EMPTY: Draft = { kind: '', sourceCode: '', values: {}, at: '' }

const isDraft = (value: unknown): value is Draft => {
  const one = value as Partial<Draft> | null
  return (
    typeof one === 'object' &&
    one !== null &&
    typeof one.kind === 'string' &&
    typeof one.sourceCode === 'string' &&
    typeof one.at === 'string' &&
    typeof one.values === 'object' &&
    one.values !== null &&
    Object.values(one.values).every((each) => typeof each === 'string')
  )
}

export const readDraft = (postId: string): Draft | undefined => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(postId)) ?? 'null')
    return isDraft(kept) ? kept : undefined
  } catch {
    // No storage, or what lies there is not ours.
    return undefined
  }
}

/** Without persons. @param form of the draft's kind */
export const keepDraft = (postId: string, draft: Draft, form: SignalForm | undefined): void => {
  const persons = new Set((form?.columns ?? []).filter((one) => one.person).map((one) => one.key))
  const values = Object.fromEntries(
    Object.entries(draft.values).filter(([key, value]) => value.trim() !== '' && !persons.has(key)),
  )
  try {
    if (Object.keys(values).length === 0) localStorage.removeItem(keyOf(postId))
    else localStorage.setItem(keyOf(postId), JSON.stringify({ ...draft, values }))
  } catch {
    // Full or forbidden: the page still works, it only forgets.
  }
}

export const dropDraft = (postId: string): void => {
  try {
    localStorage.removeItem(keyOf(postId))
  } catch {
    // As above.
  }
}
