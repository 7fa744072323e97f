/**
 * Third-party vectors (transparency-dev/merkle), read from TONGGUAN_SHARED or ../shared; skipped where absent.
 * `sizes-are-equal-one-and-proof-is-empty` has 12-byte roots and expects acceptance. Our verifier checks lengths where
 * bytes are decoded, so it refuses that one: the only deviation, named here.
 */
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { verifyConsistency, verifyInclusion } from './public.ts'

const repository = fileURLToPath(new URL('../../../', import.meta.url))
const folder = resolve(process.env.TONGGUAN_SHARED ?? resolve(repository, '../shared'), 'interop/merkle')
const TWELVE_BYTE_ROOTS = 'sizes-are-equal-one-and-proof-is-empty.json'

type Vector = {
  leafIdx: number
  treeSize: number
  root: string
  leafHash: string
  size1: number
  size2: number
  root1: string
  root2: string
  proof: string[] | null
  desc: string
  wantErr: boolean
}
// Go writes empty bytes as null.
const bytes = (text: string | null): Buffer => Buffer.from(text ?? '', 'base64')

for (const kind of ['inclusion', 'consistency'] as const) {
  test(`third-party ${kind} vectors`, (t) => {
    if (!existsSync(folder)) return t.skip('third-party vectors are absent: set TONGGUAN_SHARED')
    const files = globSync(`${kind}/**/*.json`, { cwd: folder })
    assert.ok(files.length > 50, `${files.length} files`)
    for (const file of files) {
      const v = JSON.parse(readFileSync(resolve(folder, file), 'utf8')) as Vector
      const proof = (v.proof ?? []).map(bytes)
      const accepted =
        kind === 'inclusion'
          ? verifyInclusion(v.leafIdx, v.treeSize, bytes(v.leafHash), bytes(v.root), proof)
          : verifyConsistency(v.size1, v.size2, bytes(v.root1), bytes(v.root2), proof)
      const expected = file.endsWith(TWELVE_BYTE_ROOTS) ? false : !v.wantErr
      assert.equal(accepted, expected, `${file}: ${v.desc}`)
    }
    t.diagnostic(`${files.length} files`)
  })
}
