/**
 * Canonical JSON (RFC 8785, JSON Canonicalization Scheme): one text for one value, so that a commitment can be checked
 * by anyone. Refuses what has no single canonical form or no safe one: numbers that are not finite or integers beyond
 * ±(2^53 − 1), half a surrogate pair, U+0000, `undefined` in an array, and anything that is not plain JSON.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined }

export class CanonicalJsonError extends Error {
  override readonly name = 'CanonicalJsonError'
}

/** What JSON writes otherwise than it stands, or what is refused: controls, quote, backslash, surrogates (paired or not). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NOT_PLAIN = /[\u0000-\u001f"\\\ud800-\udfff]/

const safeString = (text: string): string => {
  // Most strings are plain, and this runs for every string of every fact of an import.
  if (!NOT_PLAIN.test(text)) return `"${text}"`
  if (!text.isWellFormed()) throw new CanonicalJsonError('half a surrogate pair')
  if (text.includes('\u0000')) throw new CanonicalJsonError('U+0000 is not allowed')
  return JSON.stringify(text)
}

const safeNumber = (value: number): string => {
  if (!Number.isFinite(value)) throw new CanonicalJsonError('a number that is not finite')
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new CanonicalJsonError('a number beyond ±(2^53 − 1)')
  return JSON.stringify(value)
}

/** Members whose value is `undefined` are left out, as `JSON.stringify` does; names sort by UTF-16 code units. */
export const canonicalJson = (value: Json): string => {
  if (value === null) return 'null'
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false'
    case 'number':
      return safeNumber(value)
    case 'string':
      return safeString(value)
    case 'object': {
      if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item as Json)).join(',')}]`
      const object = value as { readonly [name: string]: Json | undefined }
      const prototype = Object.getPrototypeOf(object)
      if (prototype !== Object.prototype && prototype !== null) throw new CanonicalJsonError('not a plain object')
      let text = '{'
      for (const name of Object.keys(object).sort()) {
        const member = object[name]
        if (member !== undefined) text += `${text === '{' ? '' : ','}${safeString(name)}:${canonicalJson(member)}`
      }
      return `${text}}`
    }
    default:
      throw new CanonicalJsonError(`a ${typeof value} is not JSON`)
  }
}
