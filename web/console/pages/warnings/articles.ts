/** Articles in words, and whether their text was read. Codes are those of the duty matrix. Pure. */
import { translate } from '../../../kit/i18n.ts'
import type { Locale } from '../../../kit/locale.ts'
import { text } from './text.ts'

/** Only the full text counts as read; an excerpt or own knowledge does not. */
export const isRead = (verification: string): boolean => verification === 'full_text_read'

/** "14", "33 (2)", "12a"; "Annex 1A" and whole sentences are words. */
const NUMBERED = /^(?!.*[a-z]{2})[\d\s,、;–\-()（）.a-z]+$/i

/** The law table has provisions of treaties in English only: a Chinese page shows them as what they are, words of another language. */
export const isForeign = (articles: readonly string[], locale: Locale): boolean =>
  locale === 'zh' && articles.some((article) => /[a-z]{2}/i.test(article) && !/[\u3400-\u9fff]/.test(article))

/** "第 12、14 条", "arts. 12, 14"; provisions that are words stay as they are. */
export const articleWords = (articles: readonly string[], locale: Locale): string => {
  const known = articles.filter((article) => article !== '')
  if (known.length === 0) return ''
  const joined = known.join(translate(text, locale, 'listed'))
  if (!known.every((article) => NUMBERED.test(article))) return joined
  return translate(text, locale, known.length > 1 ? 'articles' : 'article', { articles: joined })
}
