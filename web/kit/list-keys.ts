/**
 * `j` and `k` walk the rows of a list. Rows are marked `data-row` (the element that takes focus), lists `data-list`.
 * The list that has the focus is walked, else the first on the page.
 */

/** The row to go to, or null to stay. Before the first `j`, no row is current (−1). */
export const nextRow = (current: number, count: number, key: 'j' | 'k'): number | null => {
  if (count === 0) return null
  if (current < 0) return key === 'j' ? 0 : count - 1
  const next = key === 'j' ? current + 1 : current - 1
  return next < 0 || next >= count ? null : next
}

/** True if a list took the key. */
export const walkList = (key: 'j' | 'k', within: ParentNode = document): boolean => {
  const focused = document.activeElement
  const list = focused?.closest('[data-list]') ?? within.querySelector('main [data-list]')
  if (!list) return false
  const rows = [...list.querySelectorAll<HTMLElement>('[data-row]')]
  const current = rows.findIndex((row) => row === focused || row.contains(focused))
  const next = nextRow(current, rows.length, key)
  if (next === null) return current >= 0
  const row = rows[next]
  row?.focus({ preventScroll: true })
  row?.scrollIntoView({ block: 'nearest' })
  return true
}

/** Whether a key pressed here belongs to what is being written. */
export const isTyping = (target: EventTarget | null): boolean => {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.closest('[role="dialog"],[role="listbox"],[role="menu"]')) return true
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}
