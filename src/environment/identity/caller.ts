/**
 * Who is knocking, for counting wrong passwords: an address, or a device that has signed in as this login before. Neither
 * is stored in clear; both are hashed with the site's key.
 *
 * The device cookie is `v1.<id>.<proof>…`: a random id and one proof per login that signed in from it,
 * proof = HMAC(site key, id, login). It gives no right whatever; it only moves its holder to a count of its own.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import { keyedHash } from './site-key.ts'

/** Shared workstations have several officers; the oldest proof falls out. */
const PROOFS_KEPT = 8
const PROOF_BYTES = 16
const ID_BYTES = 16

const expand = (address: string): number[] => {
  const [head = '', tail] = address.split('::')
  const groups = (part: string): number[] =>
    part === ''
      ? []
      : part.split(':').flatMap((group) => {
          if (!group.includes('.')) return [Number.parseInt(group, 16)]
          const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number)
          return [a * 256 + b, c * 256 + d]
        })
  const left = groups(head)
  const right = tail === undefined ? [] : groups(tail)
  return [...left, ...Array<number>(Math.max(0, 8 - left.length - right.length)).fill(0), ...right]
}

/** The network that one customer of a provider holds: /32 of IPv4, /64 of IPv6 (whose holders change addresses at will). */
export const networkOf = (address: string): string => {
  const bare = address.split('%')[0] ?? ''
  if (isIP(bare) === 4) return bare
  if (isIP(bare) !== 6) return 'unknown'
  const groups = expand(bare)
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (isMapped) {
    const [high = 0, low = 0] = groups.slice(6)
    return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`
  }
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`
}

/** What is typed as a login may be a password by mistake: it is kept only as a keyed hash. */
export const loginHash = (site: Buffer, login: string): Buffer => keyedHash(site, 'login', login.trim().toLowerCase())

type Device = { id: Buffer; proofs: Buffer[] }

const readDevice = (cookie: string | undefined): Device | undefined => {
  const [version, id, ...proofs] = (cookie ?? '').split('.')
  if (version !== 'v1' || id === undefined || proofs.length === 0 || proofs.length > PROOFS_KEPT) return undefined
  const device = { id: Buffer.from(id, 'base64url'), proofs: proofs.map((proof) => Buffer.from(proof, 'base64url')) }
  const wellFormed = device.id.length === ID_BYTES && device.proofs.every((proof) => proof.length === PROOF_BYTES)
  return wellFormed ? device : undefined
}

const proofOf = (site: Buffer, id: Buffer, login: Buffer): Buffer =>
  keyedHash(site, 'device', id, login).subarray(0, PROOF_BYTES)

export type Caller = { hash: Buffer; knownDevice: boolean }

/** @param login hashed login */
export const callerOf = (site: Buffer, login: Buffer, address: string, cookie: string | undefined): Caller => {
  const device = readDevice(cookie)
  if (device) {
    const wanted = proofOf(site, device.id, login)
    if (device.proofs.some((proof) => timingSafeEqual(proof, wanted)))
      return { hash: keyedHash(site, 'caller', 'device', device.id), knownDevice: true }
  }
  return { hash: keyedHash(site, 'caller', 'address', networkOf(address)), knownDevice: false }
}

/** The cookie after a successful sign-in: this login is now known on this device. */
export const rememberDevice = (site: Buffer, login: Buffer, cookie: string | undefined): string => {
  const held = readDevice(cookie)
  const id = held?.id ?? randomBytes(ID_BYTES)
  const proof = proofOf(site, id, login)
  const others = (held?.proofs ?? []).filter((other) => !other.equals(proof))
  const proofs = [...others, proof].slice(-PROOFS_KEPT)
  return ['v1', id.toString('base64url'), ...proofs.map((one) => one.toString('base64url'))].join('.')
}
