/**
 * Reads JSON text strictly (RFC 8259) for everything that is committed to or comes from outside as canonical text.
 * `JSON.parse` keeps the last of two equal names, turns 1e400 into Infinity and takes half a surrogate pair: here each is
 * refused, with U+0000 and integers beyond ±(2^53 − 1), because the value could not be committed to or stored.
 */
import { CanonicalJsonError, type Json } from '../base/public.ts'

const MAX_DEPTH = 200
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
// A run of characters that stand for themselves.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what JSON forbids in a string
const PLAIN = /[^"\\\u0000-\u001f]+/y
const ESCAPES: Record<string, string> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/** Throws `CanonicalJsonError` that says what was wrong and at which character. */
export const parseJsonText = (text: string): Json => {
  let at = 0
  const refuse = (why: string): never => {
    throw new CanonicalJsonError(`${why} at character ${at}`)
  }
  const space = (): void => {
    while (at < text.length && ' \t\n\r'.includes(text[at]!)) at++
  }
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found !== undefined) at += found.length
    return found
  }
  const word = (literal: string, value: Json): Json => {
    if (!text.startsWith(literal, at)) return refuse('not JSON')
    at += literal.length
    return value
  }
  const string = (): string => {
    at++
    let value = ''
    for (;;) {
      value += match(PLAIN) ?? ''
      const c = text[at]
      if (c === '"') {
        at++
        if (!value.isWellFormed()) return refuse('half a surrogate pair')
        if (value.includes('\u0000')) return refuse('U+0000 is not allowed')
        return value
      }
      if (c !== '\\') return refuse(c === undefined ? 'a string without end' : 'a control character in a string')
      const escaped = text[at + 1] ?? ''
      if (escaped === 'u') {
        const hex = text.slice(at + 2, at + 6)
        if (!/^[0-9a-fA-F]{4}$/.test(hex)) return refuse('a bad escape')
        value += String.fromCharCode(Number.parseInt(hex, 16))
        at += 6
      } else {
        value += ESCAPES[escaped] ?? refuse('a bad escape')
        at += 2
      }
    }
  }
  const number = (): number => {
    const digits = match(NUMBER)
    if (digits === undefined) return refuse('not JSON')
    const value = Number(digits)
    if (!Number.isFinite(value)) return refuse('a number that is not finite')
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return refuse('a number beyond ±(2^53 − 1)')
    return value
  }
  const array = (depth: number): Json[] => {
    const items: Json[] = []
    at++
    space()
    if (text[at] === ']') {
      at++
      return items
    }
    for (;;) {
      items.push(value(depth))
      space()
      const c = text[at]
      if (c !== ',' && c !== ']') return refuse('not JSON')
      at++
      if (c === ']') return items
    }
  }
  const object = (depth: number): Json => {
    // Without a prototype: a member named __proto__ is a member like any other.
    const members: Record<string, Json> = Object.create(null)
    at++
    space()
    if (text[at] === '}') {
      at++
      return members
    }
    for (;;) {
      space()
      if (text[at] !== '"') return refuse('not JSON')
      const name = string()
      if (Object.hasOwn(members, name)) return refuse(`the name ${JSON.stringify(name)} twice`)
      space()
      if (text[at] !== ':') return refuse('not JSON')
      at++
      members[name] = value(depth)
      space()
      const c = text[at]
      if (c !== ',' && c !== '}') return refuse('not JSON')
      at++
      if (c === '}') return members
    }
  }
  const value = (depth: number): Json => {
    if (depth > MAX_DEPTH) return refuse(`nested deeper than ${MAX_DEPTH}`)
    space()
    switch (text[at]) {
      case '{':
        return object(depth + 1)
      case '[':
        return array(depth + 1)
      case '"':
        return string()
      case 't':
        return word('true', true)
      case 'f':
        return word('false', false)
      case 'n':
        return word('null', null)
      default:
        return number()
    }
  }
  const parsed = value(0)
  space()
  if (at !== text.length) return refuse('something after the value')
  return parsed
}
