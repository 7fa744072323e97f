/**
 * Opaque list cursors: the place after which a page begins, sealed so that it reveals nothing and cannot be made up. Keys
 * are random per site and kept beside its data; a cursor of another site or of another list is refused.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { DomainError } from '../../base/public.ts'

export type Place = { at: Date; id: string }

const invalidCursor = (): DomainError =>
  new DomainError(
    'invalid',
    { zh: '翻页标记无效，请从头打开列表。', en: 'The page marker is not valid; open the list again.' },
    {
      fields: [{ field: 'before', zh: '翻页标记无效', en: 'not a page marker of this list' }],
    },
  )

/** `purpose` names the list, so that a cursor of one list does not open another. */
export const cursorsOf = (siteKey: Buffer, purpose: string) => {
  const key = Buffer.from(hkdfSync('sha256', siteKey, Buffer.alloc(0), `cursor ${purpose}`, 32))
  return {
    seal(place: Place): string {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const text = Buffer.alloc(24)
      text.writeBigInt64BE(BigInt(place.at.getTime()))
      Buffer.from(place.id.replaceAll('-', ''), 'hex').copy(text, 8)
      const sealed = Buffer.concat([iv, cipher.update(text), cipher.final(), cipher.getAuthTag()])
      return sealed.toString('base64url')
    },
    /** @throws DomainError `invalid` */
    open(cursor: string): Place {
      const sealed = Buffer.from(cursor, 'base64url')
      if (sealed.length !== 52 || sealed.toString('base64url') !== cursor) throw invalidCursor()
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
      decipher.setAuthTag(sealed.subarray(36))
      try {
        const text = Buffer.concat([decipher.update(sealed.subarray(12, 36)), decipher.final()])
        const hex = text.subarray(8).toString('hex')
        return {
          at: new Date(Number(text.readBigInt64BE())),
          id: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`,
        }
      } catch {
        throw invalidCursor()
      }
    },
  }
}
