/** Light or dark: as the system says, until the reader chooses. Sets `<html data-theme>`. */
import { useSyncExternalStore } from 'react'
import type { Appearance } from './palette.ts'

const KEY = 'tongguan.appearance'
const listeners = new Set<() => void>()
let chosen: Appearance | undefined

const system = (): Appearance => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')

export const currentAppearance = (): Appearance => {
  if (chosen === undefined) {
    try {
      const kept = localStorage.getItem(KEY)
      if (kept === 'light' || kept === 'dark') chosen = kept
    } catch {
      // Storage forbidden: follow the system.
    }
  }
  return chosen ?? system()
}

const apply = () => {
  document.documentElement.dataset.theme = currentAppearance()
  for (const listener of listeners) listener()
}

export const setAppearance = (appearance: Appearance): void => {
  chosen = appearance
  try {
    localStorage.setItem(KEY, appearance)
  } catch {
    // In force for this page only.
  }
  apply()
}

/** Called once before the first render. */
export const startAppearance = (): void => {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', apply)
  apply()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useAppearance = (): Appearance => useSyncExternalStore(subscribe, currentAppearance)
