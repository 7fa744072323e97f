/** Does a process supervise the server in this folder? */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findHolder } from '../../src/store/public.ts'

export const isServed = (dataDir: string): boolean => {
  const pointer = join(dataDir, 'postgres.where')
  const base = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : join(dataDir, 'postgres')
  return existsSync(base) && findHolder(base) !== undefined
}
