/**
 * Short texts that leave the server and come back, and may be neither read nor made up outside: cursors of lists and streams.
 * AES-256-GCM under a key that is derived (HKDF, RFC 5869) for one use, so that a text of one list does not open another.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const NONCE_BYTES = 12
const TAG_BYTES = 16

export type SealedText = {
  seal(text: string): string
  /** Undefined for anything that was not sealed under this key for this use, in its one spelling. */
  open(sealed: string): string | undefined
}

/** @param use names the list or stream, as in `cursor signals` */
export const sealedText = (siteKey: Buffer, use: string): SealedText => {
  const key = Buffer.from(hkdfSync('sha256', siteKey, Buffer.alloc(0), use, 32))
  return {
    seal: (text) => {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
    },
    open: (sealed) => {
      const bytes = Buffer.from(sealed, 'base64url')
      if (bytes.length <= NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== sealed) return undefined
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      try {
        const body = bytes.subarray(NONCE_BYTES + TAG_BYTES)
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
      } catch {
        return undefined
      }
    },
  }
}
