/**
 * The log as static C2SP files: tiles, bundles, checkpoint, vkey. Files are written beside, flushed, renamed, and their folder
 * flushed. A file never changes: one that is there with equal bytes is left, one that differs is not overwritten, because it
 * means two histories. After a crash the same call writes the same bytes again.
 */
import { randomUUID } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { TILE_WIDTH, tilePath, tileSet } from '../methods/merkle/public.ts'
import { syncFolder } from './key-file.ts'
import type { Sql } from './sql.ts'
import { readBundle, readTile } from './tree-store.ts'

/** What is outside contradicts what we have: no more signatures until a person has looked. */
export class LedgerStopped extends Error {
  override readonly name = 'LedgerStopped'
}

export type Hook = (step: string) => void | Promise<void>

const makeFolder = (folder: string): void => {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder, { recursive: true })
  syncFolder(dirname(folder))
}

/** Durable and whole, or not there: replaces the file. For `checkpoint` and what is kept of it. */
export const replaceFile = (file: string, bytes: Uint8Array | string): void => {
  makeFolder(dirname(file))
  const beside = `${file}.${randomUUID()}`
  const handle = openSync(beside, 'wx', 0o644)
  try {
    writeSync(handle, Buffer.from(bytes as Uint8Array))
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(beside, file)
  syncFolder(dirname(file))
}

/** Writes a file that never changes. @throws LedgerStopped where it is there with other bytes. */
export const writeOnce = (file: string, bytes: Uint8Array): void => {
  let there: Buffer | undefined
  try {
    there = readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  if (there === undefined) replaceFile(file, bytes)
  else if (Buffer.compare(there, bytes) !== 0)
    throw new LedgerStopped(`${file} is there with other bytes than the database has`)
}

/** Writes every tile and bundle that a reader of size `to` needs and a reader of size `from` did not. */
export const publishTiles = async (
  sql: Sql,
  directory: string,
  from: number,
  to: number,
  hook: Hook = () => {},
): Promise<void> => {
  for (const { level, fullTiles, partialWidth } of tileSet(to)) {
    const firstChanged = Math.floor(from / TILE_WIDTH ** (level + 1))
    for (let index = firstChanged; index < fullTiles + (partialWidth > 0 ? 1 : 0); index++) {
      const width = index < fullTiles ? TILE_WIDTH : partialWidth
      writeOnce(join(directory, tilePath({ level, index, width })), await readTile(sql, level, index, width))
      if (level === 0)
        writeOnce(join(directory, tilePath({ level: 'entries', index, width })), await readBundle(sql, index, width))
      await hook('file')
      if (width === TILE_WIDTH) dropPartials(directory, level, index)
    }
  }
}

// Partial tiles are needed until the full one exists.
const dropPartials = (directory: string, level: number, index: number): void => {
  for (const kind of level === 0 ? ([0, 'entries'] as const) : ([level] as const))
    rmSync(join(directory, `${tilePath({ level: kind, index, width: TILE_WIDTH })}.p`), {
      recursive: true,
      force: true,
    })
}

export const findPublishedCheckpoint = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
