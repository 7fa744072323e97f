/**
 * One supervisor per data folder. Locks are numbered files; the holder is the highest number whose process lives. A number
 * is made complete and at once by `link`, and the highest file is never deleted, so a slow rival that wants to replace a
 * dead holder fails on the existing name, or finds a higher one when it looks again, and gives way.
 * A crash anywhere leaves a file whose process is gone: the next start takes the next number.
 */
import { linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { birthOf, isAlive } from './process-identity.ts'

type Held = { pid: number; birth: string }

const FILE = /^supervisor\.lock\.(\d+)$/

const numbersIn = (folder: string): number[] =>
  readdirSync(folder)
    .map((name) => Number(FILE.exec(name)?.[1] ?? 0))
    .filter((number) => number > 0)
    .sort((a, b) => b - a)

const fileOf = (folder: string, number: number): string => join(folder, `supervisor.lock.${number}`)

const read = (path: string): Held | undefined => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Held
  } catch {
    return undefined
  }
}

/** The living holder of the lock, if there is one. */
export const findHolder = (folder: string): number | undefined => {
  const highest = numbersIn(folder)[0]
  const held = highest === undefined ? undefined : read(fileOf(folder, highest))
  return held && held.pid > 0 && isAlive(held.pid) && birthOf(held.pid) === held.birth ? held.pid : undefined
}

export type Lock = { release(): void }

const release = (path: string): void => {
  try {
    writeFileSync(path, JSON.stringify({ pid: 0, birth: '' }))
  } catch {
    // No room: the file is empty now, which holds nothing either; and the process ends soon.
  }
}

/** Takes the lock, or returns the process that holds it. A process may not hold it twice. */
export const takeLock = (folder: string): Lock | { heldBy: number } => {
  for (;;) {
    const holder = findHolder(folder)
    if (holder !== undefined) return { heldBy: holder }
    const number = (numbersIn(folder)[0] ?? 0) + 1
    const mine: Held = { pid: process.pid, birth: birthOf(process.pid) }
    const draft = join(folder, `supervisor.lock.draft-${process.pid}`)
    try {
      writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 })
      linkSync(draft, fileOf(folder, number))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      continue
    } finally {
      rmSync(draft, { force: true })
    }
    const numbers = numbersIn(folder)
    if (numbers[0] !== number) {
      rmSync(fileOf(folder, number), { force: true })
      continue
    }
    for (const older of numbers.slice(1)) rmSync(fileOf(folder, older), { force: true })
    return { release: () => release(fileOf(folder, number)) }
  }
}
