/** Every vector of test/vectors/ledger/vectors.json: computed with Go's x/mod sumdb/tlog, checked by a second implementation. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import {
  appendLeaves,
  decodeBase64,
  decodeHash,
  EMPTY_EDGE,
  edgeRoot,
  encodeBase64,
  type FullTile,
  leafHash,
  makeBundle,
  makeConsistency,
  makeInclusion,
  nodesFromTiles,
  parseTilePath,
  rootOf,
  sha256,
  splitBundle,
  tilePath,
  tileSet,
  verifyConsistency,
  verifyInclusion,
} from './public.ts'

type Inclusion = { index: number; size: number; leafHash: string; root: string; proof: string[]; change?: string }
type Consistency = {
  first: number
  second: number
  firstRoot: string
  secondRoot: string
  proof: string[]
  change?: string
}
type Bundle = { leafNames: string[]; width: number; bytes: number; sha256: string; bundle?: string }
type Vectors = {
  leaves: { name: string; length: number; leafHash: string; fitsBundle: boolean }[]
  roots: { size: number; root: string }[]
  otherTrees: { name: string; leavesHex?: string[]; leafNames?: string[]; rootsBySize: string[] }[]
  inclusion: {
    valid: Inclusion[]
    invalid: Inclusion[]
    sizeNotBound: { cases: Inclusion[] }
    nodePosedAsLeaf: { cases: { leaf: string; index: number; size: number; root: string; proof: string[] }[] }
  }
  consistency: {
    valid: Consistency[]
    invalid: Consistency[]
    sizeNotBound: { cases: Consistency[] }
    firstIsZero: { cases: Consistency[] }
  }
  tiles: {
    validPaths: { path: string; level: number | 'entries'; index: number; width: number }[]
    invalidPaths: { path: string; why: string }[]
    sets: { cases: { size: number; levels: { level: number; fullTiles: number; partial: string | null }[] }[] }
    contents: { cases: { size: number; path: string; bytes: number; sha256: string }[] }
  }
  bundles: { valid: Bundle[]; malformed: { bundle: string; width: number; why: string }[] }
}

const vectors = JSON.parse(
  readFileSync(new URL('../../../test/vectors/ledger/vectors.json', import.meta.url), 'utf8'),
) as Vectors

const entry = (name: string): Buffer => {
  if (name.startsWith('leaf-')) return Buffer.from(name)
  switch (name) {
    case 'empty':
      return Buffer.alloc(0)
    case 'binary':
      return Buffer.from('000102ff', 'hex')
    case 'chinese':
      return Buffer.from('口岸协同治理')
    case 'longest':
      return Buffer.alloc(65_535, 0x61)
    case 'too-long':
      return Buffer.from(Array.from({ length: 70_000 }, (_, k) => k % 251))
    default:
      throw new Error(`no leaf named ${name}`)
  }
}

const LARGEST = 70_000
const hashes = Array.from({ length: LARGEST }, (_, i) => leafHash(Buffer.from(`leaf-${i}`)))
const grown = appendLeaves(EMPTY_EDGE, hashes)
const tiles = new Map<string, Buffer>(grown.full.map((t: FullTile) => [`${t.level}/${t.index}`, t.hashes]))
for (const [level, partial] of grown.edge.levels.entries()) {
  const set = tileSet(LARGEST)[level]!
  if (partial.length > 0) tiles.set(`${level}/${set.fullTiles}`, Buffer.concat(partial))
}
const source = nodesFromTiles((level, index) => tiles.get(`${level}/${index}`))
const raw = (texts: string[]): Buffer[] => texts.map(decodeBase64)

test('leaf hashes', () => {
  for (const leaf of vectors.leaves) {
    const bytes = entry(leaf.name)
    assert.equal(bytes.length, leaf.length)
    assert.equal(encodeBase64(leafHash(bytes)), leaf.leafHash, leaf.name)
    if (leaf.fitsBundle) assert.equal(makeBundle([bytes]).length, leaf.length + 2)
    else assert.throws(() => makeBundle([bytes]), /over 65535/)
  }
})

test('roots of every size, from all leaves, by growing, and of other trees', () => {
  let edge = EMPTY_EDGE
  for (const { size, root } of vectors.roots) {
    assert.equal(encodeBase64(rootOf(hashes.slice(0, size))), root, `size ${size}`)
    if (size >= edge.size) edge = appendLeaves(edge, hashes.slice(edge.size, size)).edge
    assert.equal(encodeBase64(edgeRoot(edge)), root, `grown to ${size}`)
  }
  for (const tree of vectors.otherTrees) {
    const leaves = (tree.leavesHex?.map((hex) => Buffer.from(hex, 'hex')) ?? tree.leafNames!.map(entry)).map(leafHash)
    for (const [size, root] of tree.rootsBySize.entries())
      assert.equal(encodeBase64(rootOf(leaves.slice(0, size))), root, tree.name)
  }
})

test('inclusion proofs: made equal to the vectors from tiles, verified, refused when changed', () => {
  const verify = (v: Inclusion) =>
    verifyInclusion(v.index, v.size, decodeBase64(v.leafHash), decodeBase64(v.root), raw(v.proof))
  for (const v of vectors.inclusion.valid) {
    assert.deepEqual(makeInclusion(v.index, v.size, source).map(encodeBase64), v.proof, `${v.index} of ${v.size}`)
    assert.equal(verify(v), true, `${v.index} of ${v.size}`)
  }
  for (const v of vectors.inclusion.invalid) assert.equal(verify(v), false, `${v.change}: ${v.index} of ${v.size}`)
  for (const v of vectors.inclusion.sizeNotBound.cases) assert.equal(verify(v), true, 'a proof does not bind the size')
  for (const v of vectors.inclusion.nodePosedAsLeaf.cases) {
    assert.equal(
      verifyInclusion(v.index, v.size, leafHash(decodeBase64(v.leaf)), decodeHash(v.root), raw(v.proof)),
      false,
    )
  }
})

test('consistency proofs: made equal to the vectors from tiles, verified, refused when changed', () => {
  const verify = (v: Consistency) =>
    verifyConsistency(v.first, v.second, decodeBase64(v.firstRoot), decodeBase64(v.secondRoot), raw(v.proof))
  for (const v of vectors.consistency.valid) {
    assert.deepEqual(makeConsistency(v.first, v.second, source).map(encodeBase64), v.proof, `${v.first} to ${v.second}`)
    assert.equal(verify(v), true, `${v.first} to ${v.second}`)
  }
  for (const v of vectors.consistency.invalid) assert.equal(verify(v), false, `${v.change}: ${v.first} to ${v.second}`)
  for (const v of vectors.consistency.sizeNotBound.cases)
    assert.equal(verify(v), true, 'a proof does not bind the size')
  for (const v of vectors.consistency.firstIsZero.cases)
    assert.equal(verify(v), false, 'size 0 is for the witness to decide')
})

test('tile paths: one spelling only', () => {
  for (const v of vectors.tiles.validPaths) {
    assert.deepEqual(parseTilePath(v.path), { level: v.level, index: v.index, width: v.width })
    assert.equal(tilePath(v), v.path)
  }
  for (const v of vectors.tiles.invalidPaths) assert.equal(parseTilePath(v.path), undefined, `${v.path}: ${v.why}`)
})

test('tile sets of a size', () => {
  for (const v of vectors.tiles.sets.cases) {
    const set = tileSet(v.size).map(({ level, fullTiles, partialWidth }) => ({
      level,
      fullTiles,
      partial: partialWidth === 0 ? null : tilePath({ level, index: fullTiles, width: partialWidth }),
    }))
    assert.deepEqual(set, v.levels, `size ${v.size}`)
  }
})

test('bytes of tiles and bundles', () => {
  for (const v of vectors.tiles.contents.cases) {
    const name = parseTilePath(v.path)!
    const first = name.index * 256
    const bytes =
      name.level === 'entries'
        ? makeBundle(Array.from({ length: name.width }, (_, i) => entry(`leaf-${first + i}`)))
        : tiles.get(`${name.level}/${name.index}`)!.subarray(0, name.width * 32)
    assert.equal(bytes.length, v.bytes, v.path)
    assert.equal(encodeBase64(sha256(bytes)), v.sha256, `${v.path} of size ${v.size}`)
  }
})

test('bundles: cut exactly, malformed ones refused', () => {
  for (const v of vectors.bundles.valid) {
    const bundle = makeBundle(v.leafNames.map(entry))
    assert.equal(bundle.length, v.bytes)
    assert.equal(encodeBase64(sha256(bundle)), v.sha256)
    if (v.bundle !== undefined) assert.equal(encodeBase64(bundle), v.bundle)
    assert.deepEqual(splitBundle(bundle, v.width), v.leafNames.map(entry))
  }
  for (const v of vectors.bundles.malformed) assert.throws(() => splitBundle(decodeBase64(v.bundle), v.width), v.why)
})
