/**
 * Words for search: bigrams of Chinese runs (a single character stands for itself) and whole lower-cased codes and words.
 * The same function cuts what is stored and what is asked, so that the two always meet. Two Chinese characters are the
 * shortest thing that narrows a search; a single one is looked up as itself and found only where it stands alone.
 */

const RUN = /[\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF]+|[\p{L}\p{N}]+(?:[._-][\p{L}\p{N}]+)*/gu
const CHINESE = /^[\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF]/
/** A lexeme of PostgreSQL may have 2046 bytes; a code of this length is no code. */
const MAX_WORD = 64

export const searchWords = (text: string): string[] => {
  const words = new Set<string>()
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(RUN)) {
    if (!CHINESE.test(run)) {
      words.add(run.slice(0, MAX_WORD))
      continue
    }
    if (run.length === 1) words.add(run)
    for (let i = 0; i + 1 < run.length; i++) words.add(run.slice(i, i + 2))
  }
  return [...words]
}

const quoted = (word: string): string => `'${word.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`

/** Most numbers of documents are one word as they stand. */
const ONE_WORD = /^[A-Za-z0-9]{1,64}$/

const vectorOf = (text: string): string =>
  ONE_WORD.test(text) ? `'${text.toLowerCase()}'` : searchWords(text).map(quoted).join(' ')

/** Text that PostgreSQL reads as a `tsvector`. Words hold no quotes by construction; they are quoted all the same. */
export const searchVector = (texts: readonly string[]): string =>
  texts.length === 1 ? vectorOf(texts[0]!) : [...new Set(texts.flatMap(searchWords))].map(quoted).join(' ')

const codes = new Map<string, string>()
const CODES_KEPT = 50_000

/**
 * The same for codes, days and names of countries, of which an import has few in many rows; a word may stand twice. Never for
 * what may be a person's.
 */
export const searchVectorOfCodes = (texts: readonly string[]): string => {
  let vector = ''
  for (const text of texts) {
    let words = codes.get(text)
    if (words === undefined) {
      words = vectorOf(text)
      if (codes.size >= CODES_KEPT) codes.clear()
      codes.set(text, words)
    }
    if (words !== '') vector += ` ${words}`
  }
  return vector
}

/** Text that PostgreSQL reads as a `tsquery`: all words must occur. Null where the text holds nothing to look for. */
export const searchQuery = (text: string): string | null => {
  const words = searchWords(text)
  return words.length === 0 ? null : words.slice(0, 32).map(quoted).join(' & ')
}
