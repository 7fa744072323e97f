/** Keys of triage: `x` selects, `a` assign, `s` later, `d` dismiss, `z` undo. Never while somebody writes, nor after `g`. */
import { useEffect, useEffectEvent } from 'react'
import { isTyping } from '../../../kit/public.ts'

export type TriageKey = 'x' | 'a' | 's' | 'd' | 'z'
const KEYS: ReadonlySet<string> = new Set<TriageKey>(['x', 'a', 's', 'd', 'z'])
/** As long as the console waits for the letter of a page. */
const THEN_MS = 1_500

export const useTriageKeys = (act: (key: TriageKey) => void): void => {
  const press = useEffectEvent(act)
  useEffect(() => {
    let pressedG = Number.NEGATIVE_INFINITY
    const listener = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const goes = event.timeStamp - pressedG < THEN_MS
      pressedG = event.key === 'g' && !goes ? event.timeStamp : Number.NEGATIVE_INFINITY
      if (goes || !KEYS.has(event.key)) return
      event.preventDefault()
      press(event.key as TriageKey)
    }
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])
}

/** The group whose row has the focus. */
export const focusedGroup = (): string | undefined =>
  document.activeElement?.closest<HTMLElement>('[data-group]')?.dataset['group']

/** Takes the reader to the next row that waits, behind the last of those that were just settled. */
export const focusAfter = (settled: ReadonlySet<string>): void => {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-group]')]
  const isSettled = (row: HTMLElement) => settled.has(row.dataset['group'] ?? '') || row.classList.contains('settled')
  const last = rows.findLastIndex((row) => settled.has(row.dataset['group'] ?? ''))
  const next = rows.slice(last + 1).find((row) => !isSettled(row)) ?? rows.find((row) => !isSettled(row)) ?? rows[last]
  const link = next?.querySelector<HTMLElement>('[data-row]')
  link?.focus({ preventScroll: true })
  link?.scrollIntoView({ block: 'nearest' })
}
