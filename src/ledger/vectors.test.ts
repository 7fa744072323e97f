/** Every vector of test/vectors/ledger but those of the bare tree: notes, commitments, the witness's conversation, a whole log. */
import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { canonicalJson } from '../base/public.ts'
import { decodeBase64, decodeHash, encodeBase64, leafHash, rootOf } from '../methods/merkle/public.ts'
import {
  addCheckpointRequest,
  type CommitmentField,
  commit,
  decideAddCheckpoint,
  formatOfflineProof,
  formatVkey,
  hashOfLeaf,
  openCheckpoint,
  opens,
  parseJsonText,
  parseOfflineProof,
  parseVkey,
  readLeaf,
  readWitnessAnswer,
  signCheckpoint,
  signerFromSeed,
  verifyDirectory,
  verifyOfflineProof,
  type WitnessState,
  withCosignatures,
} from './public.ts'

const folder = fileURLToPath(new URL('../../test/vectors/ledger/', import.meta.url))
const load = <T>(file: string): T => JSON.parse(readFileSync(join(folder, file), 'utf8')) as T

type Key = { role: string; name: string; type: 1 | 4; seedHex: string; keyId: string; vkey: string }
type Case = { name: string; trusted: string[]; note?: string; noteBase64?: string }
type Valid = Case & {
  size: number
  root: string
  extensionLines: string[]
  verifiedBy: string[]
  ignoredSignatures: number
}
type Checkpoints = {
  origin: string
  history: { size: number; note: string }[]
  valid: Valid[]
  invalid: Case[]
  differs: { cases: Case[] }
  tlogProof: { index: number; leaf: string; text: string }
}
const keys = load<{ keys: Key[] }>('keys.json').keys
const checkpoints = load<Checkpoints>('checkpoints.json')
const { origin } = checkpoints
const noteOf = (c: Case): string | Buffer => c.note ?? decodeBase64(c.noteBase64!)
const logKey = parseVkey(keys.find(({ role }) => role === 'log')!.vkey)
const everyKey = keys.map(({ vkey }) => parseVkey(vkey))

test('keys: ids, verifier keys and the public half of each seed', () => {
  for (const key of keys) {
    const signer = signerFromSeed(key.name, key.type, Buffer.from(key.seedHex, 'hex'))
    assert.equal(signer.keyId, key.keyId)
    assert.equal(formatVkey(signer), key.vkey)
    assert.equal(formatVkey(parseVkey(key.vkey)), key.vkey)
  }
  const vkey = keys[0]!.vkey
  for (const bad of [
    vkey.replace('3543585f', '3543585e'),
    vkey.slice(0, -1),
    vkey.replace('+AY5', '+BY5'),
    'x y+00000000+AA==',
    '',
  ])
    assert.throws(() => parseVkey(bad), bad)
})

test('checkpoints that are valid', () => {
  for (const c of checkpoints.valid) {
    const read = openCheckpoint(noteOf(c), origin, c.trusted.map(parseVkey))
    assert.equal(read.size, c.size, c.name)
    assert.equal(encodeBase64(read.root), c.root, c.name)
    assert.deepEqual(read.extensionLines, c.extensionLines, c.name)
    assert.deepEqual(
      read.verified.map(({ key }) => `${key.name}+${key.keyId}`),
      c.verifiedBy,
      c.name,
    )
    assert.equal(read.ignoredSignatures, c.ignoredSignatures, c.name)
  }
})

test('checkpoints that are refused, those on which readers differ included', () => {
  for (const c of [...checkpoints.invalid, ...checkpoints.differs.cases])
    assert.throws(() => openCheckpoint(noteOf(c), origin, c.trusted.map(parseVkey)), { name: 'MerkleError' }, c.name)
})

test('limits of a note: 64 signature lines, 256 KiB', () => {
  const note = checkpoints.history[0]!.note
  const unknown = (n: number) =>
    Array.from({ length: n }, (_, i) => `— other-${i}.example ${encodeBase64(Buffer.alloc(68, i))}\n`).join('')
  assert.equal(openCheckpoint(note.replace(/\n\n/, `\n\n${unknown(61)}`), origin, [logKey]).size, 200)
  assert.throws(() => openCheckpoint(note.replace(/\n\n/, `\n\n${unknown(62)}`), origin, [logKey]), /more than 64/)
  assert.throws(() => openCheckpoint(note + 'x'.repeat(256 * 1024), origin, [logKey]), /256 KiB/)
})

test('signing gives the same bytes as the vectors, for one key and for two', () => {
  const signers = keys
    .filter(({ type }) => type === 1)
    .map((k) => signerFromSeed(k.name, 1, Buffer.from(k.seedHex, 'hex')))
  const plain = checkpoints.valid.find(({ name }) => name === 'signed by the log')!
  const both = checkpoints.valid.find(({ name }) => name === 'rotation: both log keys sign; the reader knows both')!
  const tree = { size: 300, root: decodeHash(plain.root) }
  assert.equal(signCheckpoint(tree, [signers[0]!]), plain.note)
  assert.equal(signCheckpoint(tree, signers), both.note)
})

test('an offline proof: read, written again, verified with quorum, refused when changed', () => {
  const { index, leaf, text } = checkpoints.tlogProof
  const hash = leafHash(Buffer.from(leaf))
  assert.equal(parseOfflineProof(text).index, index)
  assert.equal(formatOfflineProof(parseOfflineProof(text)), text)
  assert.equal(verifyOfflineProof(text, hash, origin, everyKey, 2).size, 300)
  assert.throws(() => verifyOfflineProof(text, hash, origin, everyKey, 3), /3 needed/)
  assert.throws(() => verifyOfflineProof(text, hash, origin, [logKey], 1), /1 needed/)
  assert.throws(() => verifyOfflineProof(text, leafHash(Buffer.from('leaf-256')), origin, everyKey), /does not lead/)
  assert.throws(
    () => verifyOfflineProof(text.replace('index 257', 'index 256'), hash, origin, everyKey),
    /does not lead/,
  )
  assert.throws(() => verifyOfflineProof(text.replace('@v1', '@v2'), hash, origin, everyKey), /not a c2sp/)
})

type Commitments = {
  cases: {
    name: string
    entryId: string
    field: CommitmentField
    salt: string
    json: string
    canonical: string
    commitment: string
  }[]
  refusedJson: { json: string; why: string }[]
  entries: {
    root: string
    leaves: {
      leaf: string
      leafHash: string
      entryId: string
      openings: { field: CommitmentField; salt: string; canonical: string }[]
    }[]
  }
}
const commitments = load<Commitments>('commitments.json')

test('canonical JSON and commitments', () => {
  for (const c of commitments.cases) {
    const value = parseJsonText(c.json)
    assert.equal(canonicalJson(value), c.canonical, c.name)
    assert.equal(encodeBase64(commit(c.entryId, c.field, decodeHash(c.salt), value)), c.commitment, c.name)
  }
})

test('JSON text that is refused', () => {
  for (const { json, why } of commitments.refusedJson)
    assert.throws(() => parseJsonText(json), { name: 'CanonicalJsonError' }, `${json}: ${why}`)
  for (const json of [
    '',
    ' ',
    '{"a" 1}',
    '[1 2]',
    '01',
    '1.',
    '.5',
    '+1',
    '"\t"',
    '"\\x"',
    '"\\u12"',
    '"a',
    '[',
    '{',
    'nul',
    '1 1',
    '\u00a01',
    '['.repeat(300),
  ])
    assert.throws(() => parseJsonText(json), { name: 'CanonicalJsonError' }, JSON.stringify(json))
  assert.equal(canonicalJson(parseJsonText(' {"__proto__":{"a":1}, "b" : [ ] }')), '{"__proto__":{"a":1},"b":[]}')
})

test('whole entries: each opening fits its own leaf, no other leaf and no other field', () => {
  const leaves = commitments.entries.leaves.map((l) => ({ ...l, bytes: Buffer.from(l.leaf) }))
  assert.equal(encodeBase64(rootOf(leaves.map(({ bytes }) => hashOfLeaf(bytes)))), commitments.entries.root)
  for (const { bytes, leafHash: hash, entryId, openings } of leaves) {
    assert.equal(bytes.length, 122)
    assert.equal(encodeBase64(hashOfLeaf(bytes)), hash)
    for (const { field, salt, canonical } of openings) {
      const opening = { entryId, field, salt: decodeHash(salt), canonical }
      for (const other of leaves) assert.equal(opens(other.bytes, opening), other.bytes === bytes)
      assert.equal(opens(bytes, { ...opening, field: field === 'envelope' ? 'payload' : 'envelope' }), false)
      assert.equal(opens(bytes, { ...opening, entryId: leaves.find((l) => l.entryId !== entryId)!.entryId }), false)
      assert.equal(canonicalJson(parseJsonText(canonical)), canonical)
    }
  }
  assert.throws(() => readLeaf(Buffer.from(leaves[0]!.leaf.replace('"v":1', '"v":2'))), /not a leaf/)
})

type Step = {
  step: string
  time: number
  request: string
  status: number
  body?: string
  contentType?: string
  sizeAfter: number
}

test("the witness's conversation, answer by answer", () => {
  const { log, witness, steps } = load<{
    log: { origin: string; vkey: string }
    witness: { name: string }
    steps: Step[]
  }>('witness.json')
  const key = keys.find(({ name }) => name === witness.name)!
  const signer = signerFromSeed(key.name, 4, Buffer.from(key.seedHex, 'hex'))
  let state: WitnessState = new Map()
  assert.equal(steps.length, 17)
  for (const { step, time, request, status, body, contentType, sizeAfter } of steps) {
    const { answer, next } = decideAddCheckpoint(
      state,
      request,
      [{ origin: log.origin, keys: [parseVkey(log.vkey)] }],
      signer,
      time,
    )
    assert.equal(answer.status, status, step)
    assert.equal(answer.body, body, step)
    assert.equal(answer.contentType, contentType, step)
    assert.equal(next.get(log.origin)?.size ?? 0, sizeAfter, step)
    if (status !== 200) assert.equal(next, state, step)
    state = next
  }
})

test("what a witness's answer means to the log", () => {
  const { steps } = load<{ steps: Step[] }>('witness.json')
  const known = everyKey.filter(({ type }) => type === 4)
  const read = (step: string, answer?: { status: number; body?: string }) => {
    const { request } = steps.find((s) => s.step === step)!
    const note = request.slice(request.indexOf('\n\n') + 2)
    return { note, outcome: readWitnessAnswer(note, Number(note.split('\n')[1]), known, answer) }
  }
  const first = steps.find(({ step }) => step === 'first contact')!
  const { note, outcome } = read('first contact', { status: 200, body: first.body! })
  assert.equal(outcome.is, 'cosigned')
  const cosigned = withCosignatures(note, outcome.is === 'cosigned' ? outcome.lines : [])
  assert.equal(openCheckpoint(cosigned, origin, everyKey).verified.length, 2)
  assert.equal(withCosignatures(cosigned, outcome.is === 'cosigned' ? outcome.lines : []), cosigned)
  assert.equal(addCheckpointRequest(0, [], note), first.request)
  // A line over another body, by an unknown witness or malformed is dropped; with none left the answer is worth nothing.
  assert.equal(read('growth with proof', { status: 200, body: first.body! }).outcome.is, 'refused')
  assert.equal(read('first contact', { status: 200, body: '— x\n' }).outcome.is, 'refused')
  assert.deepEqual(read('growth with proof', { status: 409, body: '200\n' }).outcome, { is: 'behind', old: 200 })
  assert.equal(read('growth with proof', { status: 409, body: '271\n' }).outcome.is, 'alarm')
  assert.equal(read('growth with proof', { status: 422 }).outcome.is, 'alarm')
  assert.deepEqual(read('growth with proof', { status: 404 }).outcome, { is: 'refused', status: 404 })
  assert.equal(read('growth with proof', { status: 503 }).outcome.is, 'later')
  assert.equal(read('growth with proof').outcome.is, 'later')
})

type Patch = { file: string; offset: number; xor: string }
/** What our verifier must name for each alteration, beyond refusing it. */
const NAMED: Record<string, { file: string; index?: number }> = {
  'entry altered': { file: 'tile/entries/000', index: 7 },
  'leaf tile altered': { file: 'tile/entries/000', index: 100 },
  'upper tile altered': { file: 'tile/1/000.p/1', index: 0 },
  'history rewritten': { file: 'checkpoint' },
  'length prefix altered': { file: 'tile/entries/001.p/44' },
  'checkpoint shortened': { file: 'checkpoint' },
}

test('an export of 300 entries verifies; each of six alterations is refused and named', (t) => {
  const log = join(folder, 'log300')
  const older = checkpoints.history.map(({ note }) => openCheckpoint(note, origin, [logKey]))
  const entries: string[] = []
  const report = verifyDirectory(log, {
    origin,
    trusted: [logKey],
    older,
    onEntry: (_, entry) => void entries.push(entry.toString()),
  })
  assert.deepEqual(report.fault, undefined)
  assert.equal(report.size, 300)
  assert.equal(entries[257], 'leaf-257')
  assert.equal(verifyDirectory(log, { origin, trusted: everyKey, quorum: 2 }).ok, true)
  assert.equal(verifyDirectory(log, { origin, trusted: everyKey, quorum: 3 }).fault?.file, 'checkpoint')
  const forked = { size: 200, root: older[1]!.root }
  assert.equal(verifyDirectory(log, { origin, trusted: [logKey], older: [forked] }).fault?.index, 200)

  const { variants } = load<{ variants: { name: string; patches: Patch[] }[] }>('corrupt.json')
  assert.deepEqual(
    variants.map(({ name }) => name),
    Object.keys(NAMED),
  )
  for (const { name, patches } of variants) {
    const copy = mkdtempSync(join(tmpdir(), 'tongguan-log-'))
    t.after(() => rmSync(copy, { recursive: true }))
    cpSync(log, copy, { recursive: true })
    for (const { file, offset, xor } of patches) {
      const bytes = readFileSync(join(copy, file))
      for (const [i, x] of Buffer.from(xor, 'hex').entries()) bytes[offset + i]! ^= x
      writeFileSync(join(copy, file), bytes)
    }
    const { ok, fault } = verifyDirectory(copy, { origin, trusted: [logKey] })
    assert.equal(ok, false, name)
    assert.deepEqual(
      { file: fault!.file, ...(fault!.index === undefined ? {} : { index: fault!.index }) },
      NAMED[name],
      `${name}: ${fault!.why}`,
    )
  }
  const missing = mkdtempSync(join(tmpdir(), 'tongguan-log-'))
  t.after(() => rmSync(missing, { recursive: true }))
  cpSync(log, missing, { recursive: true })
  rmSync(join(missing, 'tile/entries/001.p/44'))
  assert.equal(verifyDirectory(missing, { origin, trusted: [logKey] }).fault?.file, 'tile/entries/001.p/44')
})
