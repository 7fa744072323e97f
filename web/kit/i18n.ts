/**
 * Words in two languages. Each folder keeps its own `text.ts`:
 *
 *     export const text = defineText({ zh: { due: '剩 {minutes} 分' }, en: { due: '{minutes} min left' } })
 *     const t = useText(text);  t('due', { minutes: 12 })
 *
 * The Chinese text names the placeholders; keys and placeholders are checked by the compiler. An English message may be
 * `{ one, other }`, chosen by the placeholder `count`. Numbers are grouped (184,206); pass a year as text.
 * `text-check.test.ts` reads every `text.ts`: same keys, no Chinese in English, no English words in Chinese.
 */
import type { Bilingual } from '../../src/base/public.ts'
import { type Locale, useLocale } from './locale.ts'

export type Message = string | { one: string; other: string }
type Words = Record<string, string>
export type Text<Z extends Words> = { zh: Z; en: { [K in keyof Z]: Message } }

type Names<S extends string> = S extends `${string}{${infer N}}${infer Rest}` ? N | Names<Rest> : never
type Values<S extends string> = [Names<S>] extends [never] ? [] : [{ [N in Names<S>]: string | number }]
export type Translate<Z extends Words> = <K extends keyof Z & string>(key: K, ...values: Values<Z[K]>) => string

export const defineText = <const Z extends Words>(text: Text<Z>): Text<Z> => text

const numbers = { zh: new Intl.NumberFormat('zh-CN'), en: new Intl.NumberFormat('en') }
const plural = new Intl.PluralRules('en')

export const formatNumber = (value: number, locale: Locale): string => numbers[locale].format(value)

const fill = (message: Message, locale: Locale, values: Record<string, string | number> = {}): string => {
  const chosen =
    typeof message === 'string' ? message : plural.select(Number(values.count)) === 'one' ? message.one : message.other
  return chosen.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    return typeof value === 'number' ? formatNumber(value, locale) : (value ?? '')
  })
}

/** Outside of React: pure. */
export const translate = <Z extends Words, K extends keyof Z & string>(
  text: Text<Z>,
  locale: Locale,
  key: K,
  ...values: Values<Z[K]>
): string => fill(text[locale][key], locale, values[0])

export const useText = <Z extends Words>(text: Text<Z>): Translate<Z> => {
  const locale = useLocale()
  return (key, ...values) => fill(text[locale][key], locale, values[0])
}

/** Picks the reader's language from what the server sends in both. */
export const useBilingual = (): ((text: Bilingual) => string) => {
  const locale = useLocale()
  return (text) => text[locale]
}
