/**
 * The reference that this process works with, read once at start. Reference data are public and the same for everybody,
 * so they may be held; nothing that is protected by a circle ever is.
 */
import type { LoadedReference } from './store.ts'

let current: LoadedReference | undefined

export const useReference = (reference: LoadedReference): void => {
  current = reference
}

/** @throws when the server has not loaded it yet: a fault of start-up order. */
export const getReference = (): LoadedReference => {
  if (!current) throw new Error('reference data are not loaded')
  return current
}
