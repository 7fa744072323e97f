import type { Locale } from '../../kit/locale.ts'

/** Each language under its own name, whatever the page's language: whoever needs the switch cannot read the page. */
export const LANGUAGES: readonly { locale: Locale; name: string; full: string; lang: string }[] = [
  { locale: 'zh', name: '中文', full: '中文', lang: 'zh-CN' },
  { locale: 'en', name: 'EN', full: 'English', lang: 'en' },
]
