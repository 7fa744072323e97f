/** Laws of the tree over drawn sizes: a proof verifies, a changed one does not; growing in any batches gives one root. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  appendLeaves,
  EMPTY_EDGE,
  edgeOf,
  edgeRoot,
  leafHash,
  makeConsistency,
  makeInclusion,
  nodesFromTiles,
  parseTilePath,
  rootOf,
  tilePath,
  tileRoot,
  tileSet,
  verifyConsistency,
  verifyInclusion,
} from './public.ts'

const LARGEST = 1_500
const hashes = Array.from({ length: LARGEST }, (_, i) => leafHash(Buffer.from(`law-${i}`)))
const tileBytes = (level: number, index: number): Buffer | undefined => {
  const row = level === 0 ? hashes.slice(index * 256, index * 256 + 256) : hashes.slice(0, 1280)
  if (level === 0) return Buffer.concat(row)
  if (level > 1) return undefined
  return Buffer.concat(Array.from({ length: 5 }, (_, i) => rootOf(row.slice(i * 256, i * 256 + 256))))
}
const source = nodesFromTiles(tileBytes)
const sizes = fc.integer({ min: 1, max: LARGEST })

const flip = (proof: Buffer[], at: number): Buffer[] => {
  const copy = proof.map((node) => Buffer.from(node))
  const node = copy[Math.floor(at / 256) % copy.length]!
  node[Math.floor(at / 8) % 32]! ^= 2 ** (at % 8)
  return copy
}

test('an inclusion proof verifies; a flipped bit, a missing, doubled or swapped node does not', () => {
  fc.assert(
    fc.property(sizes, fc.nat(), fc.nat(), (size, draw, at) => {
      const index = draw % size
      const root = rootOf(hashes.slice(0, size))
      const proof = makeInclusion(index, size, source)
      const ok = (p: Buffer[], leaf = hashes[index]!) => verifyInclusion(index, size, leaf, root, p)
      assert.equal(ok(proof), true)
      assert.equal(ok([...proof, root]), false)
      assert.equal(ok(proof, hashes[(index + 1) % LARGEST]!), false)
      if (proof.length > 0) {
        assert.equal(ok(flip(proof, at)), false)
        assert.equal(ok(proof.slice(1)), false)
        assert.equal(ok(proof.slice(0, -1)), false)
      }
      if (proof.length > 1) assert.equal(ok([...proof].reverse()), false)
    }),
    { numRuns: 200 },
  )
})

test('a consistency proof verifies; a changed one, or another old root, does not', () => {
  fc.assert(
    fc.property(sizes, fc.nat(), fc.nat(), (second, draw, at) => {
      const first = 1 + (draw % second)
      const roots = [first, second].map((n) => rootOf(hashes.slice(0, n)))
      const proof = makeConsistency(first, second, source)
      const ok = (p: Buffer[], old = roots[0]!) => verifyConsistency(first, second, old, roots[1]!, p)
      assert.equal(ok(proof), true)
      assert.equal(ok([...proof, roots[1]!]), false)
      assert.equal(ok(proof, hashes[0]!), first === 1)
      if (proof.length > 0) {
        assert.equal(ok(flip(proof, at)), false)
        assert.equal(ok(proof.slice(1)), false)
        assert.equal(ok(proof.slice(0, -1)), false)
      }
    }),
    { numRuns: 200 },
  )
})

test('growing in any batches gives the root, tiles and edge of growing at once', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 4 }), (batches) => {
      let edge = EMPTY_EDGE
      const full = []
      for (const n of batches) {
        const step = appendLeaves(edge, hashes.slice(edge.size, Math.min(edge.size + n, LARGEST)))
        edge = step.edge
        full.push(...step.full)
      }
      assert.deepEqual(edgeRoot(edge), rootOf(hashes.slice(0, edge.size)))
      assert.equal(
        full.length,
        tileSet(edge.size).reduce((sum, level) => sum + level.fullTiles, 0),
      )
      for (const tile of full) {
        assert.deepEqual(tile.root, tileRoot(tile.hashes))
        assert.deepEqual(tile.hashes, tileBytes(tile.level, tile.index)?.subarray(0, 8192))
      }
      assert.deepEqual(edgeRoot(edgeOf(edge.size, edge.levels)), edgeRoot(edge))
    }),
    { numRuns: 60 },
  )
})

test('every tile name has one path and comes back from it', () => {
  const name = fc.record({
    level: fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 })),
    index: fc.nat({ max: 2 ** 40 }),
    width: fc.integer({ min: 1, max: 256 }),
  })
  fc.assert(fc.property(name, (n) => assert.deepEqual(parseTilePath(tilePath(n)), { ...n })))
})
