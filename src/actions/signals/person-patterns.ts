/**
 * Patterns of personal data in free text: Chinese resident identity numbers (GB 11643-1999, with a valid date and check
 * digit), Chinese passport numbers, Chinese mobile telephone numbers. For warnings, notes, and fields that should hold codes:
 * the text is refused or flagged, and what is kept of it is blanked. Names are not recognised: that is said where it is used.
 */

export type PersonPattern = { kind: 'identity_card' | 'passport' | 'mobile'; from: number; to: number }

const IDENTITY = /(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])/g
/** E, G, D, S, P, H and the two-letter series since 2012 and 2017: ordinary, service, diplomatic. */
const PASSPORT = /(?<![0-9A-Za-z])(?:E[A-HJ-NP-Z]\d{7}|[EGDSPH]\d{8})(?![0-9A-Za-z])/g
/** With or without +86 and separators, as people write them. */
const MOBILE = /(?<![0-9A-Za-z])(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?![0-9A-Za-z])/g

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_DIGITS = '10X98765432'

/** GB 11643: eighteen places, a calendar date of birth, and the check digit of ISO 7064 MOD 11-2. */
export const isIdentityNumber = (text: string): boolean => {
  if (!/^\d{17}[\dXx]$/.test(text)) return false
  const [year, month, day] = [Number(text.slice(6, 10)), Number(text.slice(10, 12)), Number(text.slice(12, 14))]
  if (year < 1900 || year > 2099) return false
  const date = new Date(Date.UTC(year, month - 1, day))
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return false
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(text[i]), 0)
  return CHECK_DIGITS[sum % 11] === text[17]!.toUpperCase()
}

/** Where personal data may stand in a text, in order and without overlaps. */
export const findPersonPatterns = (text: string): PersonPattern[] => {
  if (text.length < 9) return []
  const found: PersonPattern[] = []
  const scan = (pattern: RegExp, kind: PersonPattern['kind'], accept: (hit: string) => boolean) => {
    for (const match of text.matchAll(pattern))
      if (accept(match[0])) found.push({ kind, from: match.index, to: match.index + match[0].length })
  }
  scan(IDENTITY, 'identity_card', isIdentityNumber)
  scan(PASSPORT, 'passport', () => true)
  scan(MOBILE, 'mobile', () => true)
  found.sort((a, b) => a.from - b.from)
  return found.filter((one, i) => i === 0 || one.from >= found[i - 1]!.to)
}

/** The text with such places blanked: for logs, rejects, error messages. */
export const blankPersonPatterns = (text: string): string => {
  let out = ''
  let from = 0
  for (const one of findPersonPatterns(text)) {
    out += `${text.slice(from, one.from)}${'＊'.repeat(4)}`
    from = one.to
  }
  return out + text.slice(from)
}

export const PERSON_PATTERN_WORDS = {
  identity_card: { zh: '身份证号', en: 'an identity card number' },
  passport: { zh: '护照号', en: 'a passport number' },
  mobile: { zh: '手机号', en: 'a mobile telephone number' },
} as const
