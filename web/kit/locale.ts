/**
 * The language of the page. Kept in the browser and in a cookie, so that a page that the server writes (an export, a mail)
 * speaks the same language. Sets `<html lang>`, which also chooses the font stack.
 */
import { useSyncExternalStore } from 'react'
import type { Locale } from '../../src/base/public.ts'

export type { Locale }

const KEY = 'tongguan.locale'
const YEAR_SECONDS = 31_536_000
const listeners = new Set<() => void>()
let current: Locale | undefined

const inBrowser = typeof document !== 'undefined'

const stored = (): Locale => {
  if (!inBrowser) return 'zh'
  try {
    const kept = localStorage.getItem(KEY)
    if (kept === 'zh' || kept === 'en') return kept
  } catch {
    // A browser may forbid storage; the language of the browser then decides.
  }
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

export const currentLocale = (): Locale => {
  current ??= stored()
  return current
}

/** The BCP 47 tag for `lang` attributes and `Intl`. */
export const localeTag = (locale: Locale): 'zh-CN' | 'en' => (locale === 'zh' ? 'zh-CN' : 'en')

export const setLocale = (locale: Locale): void => {
  current = locale
  if (inBrowser) {
    try {
      localStorage.setItem(KEY, locale)
    } catch {
      // Not kept, but in force for this page.
    }
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we serve
    document.cookie = `tg_locale=${locale}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
    document.documentElement.lang = localeTag(locale)
  }
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useLocale = (): Locale => useSyncExternalStore(subscribe, currentLocale)
