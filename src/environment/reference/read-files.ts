/** Reads the versioned files of `data/`, validated once here. For the installer and for tests. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { assemble, decompose, type ReferenceData, type ReferenceRow } from './decompose.ts'
import { REFERENCE_FILES } from './files.ts'

export const DATA_FOLDER = new URL('../../../data/', import.meta.url)

export type ReferenceSet = { set: string; version: string; sha256: Buffer; rows: ReferenceRow[] }

/** @throws when a file is missing, is not JSON, or has no version. */
export const readReferenceFiles = (folder: URL = DATA_FOLDER): ReferenceSet[] =>
  REFERENCE_FILES.map((file) => {
    const bytes = readFileSync(new URL(`${file}.json`, folder))
    const document = JSON.parse(bytes.toString('utf8')) as { meta?: { version?: unknown } }
    const version = document.meta?.version
    if (typeof version !== 'string') throw new Error(`data/${file}.json has no meta.version`)
    return { set: file, version, sha256: createHash('sha256').update(bytes).digest(), rows: decompose(file, document) }
  })

/** The reference as the files in this checkout have it, without a database. */
export const referenceFromFiles = (folder: URL = DATA_FOLDER): ReferenceData =>
  assemble(readReferenceFiles(folder).flatMap((set) => set.rows))
