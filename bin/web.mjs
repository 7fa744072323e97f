/** Builds the pages when their sources changed since the last build. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from './install.mjs'
import { runNode } from './run.mjs'

/** What a build is made of: `web/` without tests and results, `src/base` (its constants), and the lock file. */
const sourcesOf = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return ['dist', 'node_modules'].includes(entry.name) ? [] : sourcesOf(path)
    return /\.test\.tsx?$/.test(entry.name) ? [] : [path]
  })

const digestOfSources = () => {
  const hash = createHash('sha256')
  const files = [...sourcesOf(join(repository, 'web')), ...sourcesOf(join(repository, 'src', 'base'))]
  for (const path of [...files.sort(), join(repository, 'package-lock.json')]) {
    const bytes = readFileSync(path)
    hash.update(`${path.slice(repository.length)} ${bytes.length}\n`).update(bytes)
  }
  return `${hash.digest('hex')}\n`
}

/** Resolves with 0 when the pages are there, built or not; else with the builder's exit status. */
export const ensureWebBuilt = async () => {
  if (!existsSync(join(repository, 'web', 'vite.config.ts'))) return 0
  const stamp = join(repository, 'web', 'dist', '.stamp')
  const wanted = digestOfSources()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 0
  process.stderr.write('tongguan: building the pages\n')
  rmSync(stamp, { force: true })
  const vite = join(repository, 'node_modules', 'vite', 'bin', 'vite.js')
  const status = await runNode([vite, 'build', 'web', '--logLevel', 'warn'], {
    cwd: repository,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 2, 2],
  })
  // Written last: a build that broke half-way is done again.
  if (status === 0) writeFileSync(stamp, wanted)
  return status
}
