/**
 * Inclusion and consistency proofs (RFC 6962 sections 2.1.1 and 2.1.2; verification as RFC 9162 sections 2.1.3.2 and
 * 2.1.4.2). Every node is 32 bytes and every node is used. A proof does not bind the size: proofs of equal shape pass, so
 * sizes come from signed checkpoints only. Verification answers true or false and never throws on a bad proof.
 */
import { assertSize, isHash, MerkleError, nodeHash, sameBytes } from './hash.ts'
import { type NodeSource, rangeRoot, splitBelow } from './tree.ts'

export type Range = readonly [start: number, end: number]

/** Ranges whose roots make the proof that leaf `index` is in the tree of `size`: the leaf's sibling first. */
export const inclusionRanges = (index: number, size: number): Range[] => {
  assertSize(size)
  assertSize(index, 'index')
  if (index >= size) throw new MerkleError(`index ${index} is not below size ${size}`)
  const ranges: Range[] = []
  let start = 0
  let end = size
  while (end - start > 1) {
    const middle = start + splitBelow(end - start)
    if (index < middle) {
      ranges.push([middle, end])
      end = middle
    } else {
      ranges.push([start, middle])
      start = middle
    }
  }
  return ranges.reverse()
}

/** Ranges whose roots make the proof that the tree of `first` is a prefix of the tree of `second`; 1 ≤ first ≤ second. */
export const consistencyRanges = (first: number, second: number): Range[] => {
  assertSize(first, 'first size')
  assertSize(second, 'second size')
  if (first < 1 || first > second) throw new MerkleError(`no proof from size ${first} to size ${second}`)
  const ranges: Range[] = []
  let start = 0
  let end = second
  let whole = true
  while (first < end) {
    const middle = start + splitBelow(end - start)
    if (first <= middle) {
      ranges.push([middle, end])
      end = middle
    } else {
      ranges.push([start, middle])
      start = middle
      whole = false
    }
  }
  if (!whole) ranges.push([start, end])
  return ranges.reverse()
}

export const makeInclusion = (index: number, size: number, source: NodeSource): Buffer[] =>
  inclusionRanges(index, size).map(([start, end]) => rangeRoot(start, end, source))

export const makeConsistency = (first: number, second: number, source: NodeSource): Buffer[] =>
  consistencyRanges(first, second).map(([start, end]) => rangeRoot(start, end, source))

const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0
const isOdd = (n: number): boolean => n % 2 === 1
const half = (n: number): number => Math.floor(n / 2)

export const verifyInclusion = (
  index: number,
  size: number,
  leaf: Uint8Array,
  root: Uint8Array,
  proof: readonly Uint8Array[],
): boolean => {
  if (!isSize(index) || !isSize(size) || index >= size) return false
  if (!isHash(leaf) || !isHash(root) || !proof.every(isHash)) return false
  let a = index
  let b = size - 1
  let r = leaf
  for (const node of proof) {
    if (b === 0) return false
    if (isOdd(a) || a === b) {
      r = nodeHash(node, r)
      while (!isOdd(a) && a !== 0) {
        a = half(a)
        b = half(b)
      }
    } else {
      r = nodeHash(r, node)
    }
    a = half(a)
    b = half(b)
  }
  return b === 0 && sameBytes(r, root)
}

/** First size 0 is not a proof: a witness, which takes it, decides that case before it comes here. */
export const verifyConsistency = (
  first: number,
  second: number,
  firstRoot: Uint8Array,
  secondRoot: Uint8Array,
  proof: readonly Uint8Array[],
): boolean => {
  if (!isSize(first) || !isSize(second) || first < 1 || first > second) return false
  if (!isHash(firstRoot) || !isHash(secondRoot) || !proof.every(isHash)) return false
  if (first === second) return proof.length === 0 && sameBytes(firstRoot, secondRoot)
  if (proof.length === 0) return false
  let power = 1
  while (power < first) power *= 2
  const nodes = power === first ? [firstRoot, ...proof] : proof
  let a = first - 1
  let b = second - 1
  while (isOdd(a)) {
    a = half(a)
    b = half(b)
  }
  let f: Uint8Array = nodes[0]!
  let s: Uint8Array = nodes[0]!
  for (const node of nodes.slice(1)) {
    if (b === 0) return false
    if (isOdd(a) || a === b) {
      f = nodeHash(node, f)
      s = nodeHash(node, s)
      while (!isOdd(a) && a !== 0) {
        a = half(a)
        b = half(b)
      }
    } else {
      s = nodeHash(s, node)
    }
    a = half(a)
    b = half(b)
  }
  return b === 0 && sameBytes(f, firstRoot) && sameBytes(s, secondRoot)
}
