/** What can be told of a file before it travels. The server decides; this spares a useless upload. Pure. */
import type { Translate } from '../../../kit/public.ts'
import type { text } from './text.ts'

type T = Translate<(typeof text)['zh']>

const KIB = 1_024
const MIB = 1_048_576

/** The server's limit for one file of evidence. A larger body is refused while it is still being sent, which a browser cannot explain. */
export const LIMIT_MIB = 20

/** Offered to the chooser of files; phones then also offer the camera, and give a photograph as JPEG. */
export const ACCEPT =
  '.pdf,.png,.jpg,.jpeg,.webp,.txt,.csv,.json,.docx,.xlsx,application/pdf,image/png,image/jpeg,image/webp,text/plain,text/csv'

const tenths = (bytes: number): number => Math.round((bytes / MIB) * 10) / 10

export const sizeWords = (bytes: number, t: T): string => {
  if (bytes < KIB) return t('byteCount', { count: bytes })
  if (bytes < MIB) return t('kib', { count: Math.round(bytes / KIB) })
  return t('mib', { count: tenths(bytes) })
}

/** Why this file cannot be taken, or null. */
export const fileFault = (file: { name: string; size: number }, t: T): string | null => {
  if (file.size === 0) return t('fileEmpty')
  if (file.size > LIMIT_MIB * MIB)
    return t('fileTooLarge', { name: file.name, size: tenths(file.size), limit: LIMIT_MIB })
  return null
}
