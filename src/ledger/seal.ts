/**
 * Turns facts into entries: envelope, salts, commitments, leaf. Pure but for random ids and salts. It runs for every fact
 * of an import, so texts are built once and random bytes are drawn once for the whole batch.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { canonicalJson, instant } from '../base/public.ts'
import type { NewFact, SealedFact } from './call.ts'
import { commitText, hashOfLeaf, makeLeaf, SALT_BYTES } from './commitment.ts'

/** A fact whose payload has an audience of its own, when that is not the envelope's. */
export type Fact = NewFact & { payloadCircleId?: number }

/** Who recorded it, in which realm, at which realm time, and at which time of the database's clock. */
export type Sealer = { actor: string; realm: number; at: Date; recordedAt: Date }

type Kept = { salt: Buffer; text: string; circleId: number }

/** Ready to be appended: the leaf for the tree, and two openings for the table under row-level security. */
export type Sealed = SealedFact & {
  payloadCommitment: Buffer
  leaf: Buffer
  realm: number
  envelope: Kept
  payload: Kept
}

const OBJECT = /^[a-z][a-z0-9_.-]*\/[^\s/][^\s]*$/

/** @throws CanonicalJsonError where a payload is not JSON that can be committed to; Error where the object is not `kind/id`. */
export const sealFacts = (facts: readonly Fact[], { actor, realm, at, recordedAt }: Sealer): Sealed[] => {
  const salts = randomBytes(facts.length * 2 * SALT_BYTES)
  const actorText = canonicalJson(actor)
  const atText = instant(at)
  const tail = `,"realm":${canonicalJson(realm)},"recordedAt":"${instant(recordedAt)}"}`
  return facts.map((fact, i) => {
    if (!OBJECT.test(fact.object)) throw new Error(`the object of a fact is kind/id, not "${fact.object}"`)
    const id = randomUUID()
    const first = i * 2 * SALT_BYTES
    const envelope: Kept = {
      salt: salts.subarray(first, first + SALT_BYTES),
      // Canonical by hand: names in order, values from canonicalJson. A test compares it with canonicalJson of the whole.
      text: `{"act":${canonicalJson(fact.act)},"actor":${actorText},"at":"${atText}","basis":${canonicalJson(fact.basis ?? null)},"id":"${id}","object":${canonicalJson(fact.object)}${tail}`,
      circleId: fact.circleId,
    }
    const payload: Kept = {
      salt: salts.subarray(first + SALT_BYTES, first + 2 * SALT_BYTES),
      text: canonicalJson(fact.payload),
      circleId: fact.payloadCircleId ?? fact.circleId,
    }
    const payloadCommitment = commitText(id, 'payload', payload.salt, payload.text)
    const leaf = makeLeaf(commitText(id, 'envelope', envelope.salt, envelope.text), payloadCommitment)
    return { id, leafHash: hashOfLeaf(leaf), payloadCommitment, leaf, realm, envelope, payload }
  })
}

export const sealFact = (fact: Fact, sealer: Sealer): Sealed => sealFacts([fact], sealer)[0]!
