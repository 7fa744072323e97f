/**
 * Cursors that leave the server are opaque: a sequence number in the open would count rows that its holder may not see.
 * Sealed with AES-256-GCM under a key derived from the site's key, so that they can be neither read nor made up.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

export type CursorSeal = { seal(value: number): string; open(text: string): number | undefined }

export const cursorSeal = (key: Buffer): CursorSeal => ({
  seal: (value) => {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    const body = Buffer.concat([cipher.update(String(value), 'utf8'), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
  },
  open: (text) => {
    const bytes = Buffer.from(text, 'base64url')
    if (bytes.length < 29) return undefined
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(12, 28))
    try {
      return Number(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8'))
    } catch {
      return undefined
    }
  },
})
