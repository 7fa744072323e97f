/**
 * The watched folder on the disk: what lies there, what is complete, how it is moved. Whoever can write into the folder is not
 * trusted: names are taken from the folder's own list and never joined with anything else that is theirs, no link is followed,
 * nothing but plain files is read, and what is written goes under a new name only.
 *
 *     inbox/<source>__anything.csv     or     inbox/<source>/anything.csv
 *     inbox/done, inbox/failed         what became of them
 */
import { createHash } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

export type Found = {
  path: string
  /** Name without the source. */
  name: string
  /** Code of the source by folder or by name; null where it names none. */
  code: string | null
  hasMarker: boolean
}

export const DONE = 'done'
export const FAILED = 'failed'
const OWN = new Set([DONE, FAILED])
/** A file of this name beside another says that the other is complete. */
const MARKER = '.done'
/** Names under which transfers keep what is not complete yet. */
const UNFINISHED = /(^\.|~$|\.(part|partial|tmp|temp|filepart|crdownload|swp)$)/i
export const TAKEN_ENDINGS = /\.(csv|txt|xlsx|jsonl|ndjson)$/i
const CODE = /^[a-z0-9_.-]{1,64}$/
/** Files of one pass; the rest come in the next. */
const MOST_FILES = 500

/** Folders that must be folders of ours and no links to somewhere else. @throws Error */
export const ensureFolder = async (path: string): Promise<void> => {
  await mkdir(path, { recursive: true, mode: 0o750 })
  if (!(await lstat(path)).isDirectory()) throw new Error(`${path} is no folder`)
}

const splitName = (name: string): { code: string | null; name: string } => {
  const at = name.indexOf('__')
  const code = name.slice(0, Math.max(at, 0))
  return at > 0 && at + 2 < name.length && CODE.test(code) ? { code, name: name.slice(at + 2) } : { code: null, name }
}

/** Plain files that lie in the folder and the folders of sources; links and whatever else there is are counted. */
export const listInbox = async (root: string): Promise<{ files: Found[]; odd: number }> => {
  const files: Found[] = []
  let odd = 0
  const look = async (folder: string, code: string | null): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true })
    const names = new Set(entries.map(({ name }) => name))
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const { name } = entry
      if (UNFINISHED.test(name) || (name.endsWith(MARKER) && names.has(name.slice(0, -MARKER.length)))) continue
      if (entry.isDirectory()) {
        if (code !== null || OWN.has(name)) continue
        if (CODE.test(name)) await look(join(folder, name), name)
        else odd++
      } else if (!entry.isFile()) odd++
      else if (!name.endsWith(MARKER) && files.length < MOST_FILES)
        files.push({
          path: join(folder, name),
          ...(code === null ? splitName(name) : { code, name }),
          hasMarker: names.has(`${name}${MARKER}`),
        })
    }
  }
  await look(root, null)
  return { files, odd }
}

/** Changes whenever the file was written to or replaced. */
export const signatureOf = (stats: Stats): string =>
  `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeMs}:${stats.ctimeMs}`

export type Opened = { handle: FileHandle; signature: string; bytes: number }

/** Undefined where it is gone, no plain file, or has a second name under which it may go on changing. */
export const openFound = async (path: string): Promise<Opened | undefined> => {
  let handle: FileHandle
  try {
    // A pipe must not hold us up, a link must not lead us away.
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch {
    return undefined
  }
  const stats = await handle.stat()
  if (stats.isFile() && stats.nlink === 1) return { handle, signature: signatureOf(stats), bytes: stats.size }
  await handle.close()
  return undefined
}

export const hashOf = async ({ handle }: Opened): Promise<Buffer> => {
  const digest = createHash('sha256')
  for await (const chunk of handle.createReadStream({ start: 0, autoClose: false })) digest.update(chunk as Buffer)
  return digest.digest()
}

/** Letters, digits, dots and hyphens; the ending stays. */
export const safeName = (name: string): string =>
  name
    .toWellFormed()
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, '_')
    .replace(/^\.+/, '_')
    .slice(-100)

/** Moves a file together with its marker. False where it is gone or another file lies there by now. */
export const moveFound = async (path: string, signature: string, target: string): Promise<boolean> => {
  const stats = await lstat(path).catch(() => undefined)
  if (!stats || signatureOf(stats) !== signature) return false
  await rename(path, target)
  await rm(`${path}${MARKER}`, { force: true })
  return true
}

/** A new file, whole or not at all. It is written again after a crash. */
export const writeWhole = async (path: string, content: string): Promise<void> => {
  const partial = `${path}.part`
  await rm(partial, { force: true })
  const handle = await open(partial, 'wx', 0o640)
  try {
    await handle.writeFile(content)
    await handle.datasync()
  } finally {
    await handle.close()
  }
  await rename(partial, path)
}
