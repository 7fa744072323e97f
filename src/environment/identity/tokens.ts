/**
 * Secrets that are carried: sessions, API tokens, one-time links. Each is 32 random bytes behind a prefix that says what it
 * is (so that a scanner finds a leaked one, and one kind never passes for another); only its SHA-256 is stored. A plain
 * hash is enough: there is nothing to guess in 256 random bits.
 */
import { createHash, randomBytes } from 'node:crypto'

const PREFIX = { session: 'tgs_', api: 'tga_', link: 'tgl_' } as const
export type TokenKind = keyof typeof PREFIX

export const newToken = (kind: TokenKind): string => PREFIX[kind] + randomBytes(32).toString('base64url')

export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest()

export const isToken = (kind: TokenKind, text: string): boolean =>
  text.startsWith(PREFIX[kind]) && /^[A-Za-z0-9_-]{43}$/.test(text.slice(PREFIX[kind].length))
