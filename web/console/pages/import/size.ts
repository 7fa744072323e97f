/** File sizes, and what can be said about a file before it travels. The server decides; this spares a useless upload. */
import type { Translate } from '../../../kit/public.ts'
import type { text } from './text.ts'

type T = Translate<(typeof text)['zh']>

const KIB = 1_024
const MIB = 1_048_576

/** The server's limit for one file. A larger body is refused while it is still being sent, which a browser cannot explain. */
export const LIMIT_MIB = 64

export const sizeWords = (bytes: number, t: T): string => {
  if (bytes < KIB) return t('byteCount', { count: bytes })
  if (bytes < MIB) return t('kib', { count: Math.round(bytes / KIB) })
  return t('mib', { count: Math.round((bytes / MIB) * 10) / 10 })
}

/** Why this file cannot be taken, or null. */
export const fileFault = (file: { size: number }, t: T): string | null => {
  if (file.size === 0) return t('fileEmpty')
  if (file.size > LIMIT_MIB * MIB) return t('fileTooLarge', { size: sizeWords(file.size, t), limit: LIMIT_MIB })
  return null
}
