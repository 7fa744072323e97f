/** Compares recomputed roots with every root, checkpoint and outside checkpoint that is kept, at its size. */
import type pg from 'pg'
import { EMPTY_ROOT, MerkleError, nodeHash, sameBytes } from '../methods/merkle/public.ts'
import { bytesOf, cellRows, numberOf, textOf } from './cells.ts'
import { type Checkpoint, openCheckpoint } from './checkpoint.ts'
import type { FaultList } from './faults.ts'
import type { LedgerState } from './integrate.ts'
import type { VerifierKey } from './keys.ts'

export type TreeChecks = {
  origin: string
  trusted: readonly VerifierKey[]
  /** Checkpoints that lie outside the database, already opened, read before this transaction began. */
  outside: readonly { where: string; checkpoint: Checkpoint }[]
}
export type TreeResult = { root: Buffer; signedSize: number }

export const fold = (stack: readonly { hash: Buffer }[]): Buffer =>
  stack.length === 0
    ? EMPTY_ROOT
    : stack.reduceRight<Buffer | undefined>((right, { hash }) => (right ? nodeHash(hash, right) : hash), undefined)!

type Expected = { size: number; root: Buffer; note: string | null }

/** Compares the recomputed root with every stored root, checkpoint and outside checkpoint, at its size. */
export const rootChecker = async (
  client: pg.ClientBase,
  state: LedgerState,
  { origin, trusted, outside }: TreeChecks,
  found: FaultList,
) => {
  let page: Expected[] = []
  let at = 0
  let last = -1
  let newest = -1
  let lastGood = 0
  let rewritten = false
  const outsiders = [...outside].sort((a, b) => a.checkpoint.size - b.checkpoint.size)
  const more = async (): Promise<void> => {
    const rows = await cellRows(
      client,
      'select t.size::float8, t.root, c.note from ledger_tree t left join ledger_checkpoint c using (size) where t.size > $1 order by t.size limit 5000',
      [last],
    )
    page = rows.map(([size, root, note]) => ({
      size: numberOf(size),
      root: bytesOf(root),
      note: note === null ? null : textOf(note),
    }))
    at = 0
    last = page.at(-1)?.size ?? last
  }
  const next = (): number =>
    Math.min(page[at]?.size ?? Number.POSITIVE_INFINITY, outsiders[0]?.checkpoint.size ?? Number.POSITIVE_INFINITY)
  const signed = (size: number, root: Buffer, actual: Buffer, where: string): void => {
    if (sameBytes(root, actual)) lastGood = size
    else if (!rewritten) {
      rewritten = true
      found.add('history-rewritten', `between size ${lastGood} and size ${size}, signed in ${where}`)
    }
  }
  await more()
  const check = async (size: number, stack: readonly { hash: Buffer }[]): Promise<void> => {
    const actual = fold(stack)
    while (outsiders[0]?.checkpoint.size === size) {
      const { where, checkpoint } = outsiders.shift()!
      signed(size, checkpoint.root, actual, where)
    }
    if (page[at]?.size !== size) return
    const { root, note } = page[at]!
    at++
    if (at === page.length) await more()
    if (note !== null) {
      try {
        const checkpoint = openCheckpoint(note, origin, trusted)
        if (checkpoint.size !== size) throw new MerkleError(`it is of size ${checkpoint.size}`)
        newest = size
        signed(size, checkpoint.root, actual, 'the database')
      } catch (error) {
        if (!(error instanceof MerkleError)) throw error
        found.add('checkpoint-altered', `size ${size}: ${error.message}`)
      }
    }
    if (!sameBytes(root, actual) && !rewritten) found.add('root-altered', `root of size ${size}`)
  }
  return {
    next,
    at: check,
    finish: (root: Buffer): TreeResult => {
      for (const { where, checkpoint } of outsiders)
        found.add(
          'checkpoint-rolled-back',
          `${where} holds size ${checkpoint.size}, the database ends at ${state.size}`,
        )
      if (page[at]) found.add('checkpoint-rolled-back', `roots beyond size ${state.size} are stored`)
      const known = Math.max(state.signedSize, ...outside.map(({ checkpoint }) => checkpoint.size))
      if (known > newest && outsiders.length === 0 && known <= state.size)
        found.add(
          'checkpoint-rolled-back',
          `size ${known} was signed, the newest valid checkpoint is of size ${newest}`,
        )
      if (newest > state.signedSize)
        found.add('checkpoint-rolled-back', `size ${newest} was signed, the state says ${state.signedSize}`)
      return { root, signedSize: newest }
    },
  }
}
