#!/usr/bin/env node
/**
 * `npm test`: installs what is missing, builds the pages, then every check and every test, group by group. The last line
 * is `N passed, N failed, N skipped`; the exit status is 1 when something failed.
 *
 * TONGGUAN_TEST_ONLY=unit,integration runs these groups only. Tests that need PostgreSQL share one server, whose address
 * is in TONGGUAN_TEST_DATABASE_URL; where that is set already, that server is used.
 */
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { runChecks } from './check.mjs'
import { nodeBinary, repository } from './install.mjs'
import { runProgram } from './run.mjs'
import { inWords, NOTHING, runTestFiles, sum } from './test-group.mjs'
import { ensureWebBuilt } from './web.mjs'

const SERVER = join('test', 'support', 'server-main.ts')

const testFiles = (...folders) =>
  folders
    .filter((folder) => existsSync(join(repository, folder)))
    .flatMap((folder) =>
      readdirSync(join(repository, folder), { recursive: true, withFileTypes: true })
        .filter((it) => it.isFile() && /\.test\.(tsx?|mjs)$/.test(it.name))
        .map((it) => relative(repository, join(it.parentPath ?? it.path, it.name))),
    )
    .filter((path) => !/(^|[/\\])(node_modules|dist)[/\\]/.test(path))
    .sort()

const LONG = { seconds: 1200 }
/** In order. `parallel`: files at a time; two cores, and each file of a later group loads them fully. */
const GROUPS = [
  {
    name: 'unit',
    files: () => testFiles('src', 'web', 'bench', 'bin', 'test/toolchain'),
    isolated: false,
    brief: true,
  },
  { name: 'integration', files: () => testFiles('test/integration'), parallel: 2, database: true, ...LONG },
  { name: 'faults', files: () => testFiles('test/faults'), database: true, ...LONG },
  { name: 'e2e', files: () => testFiles('test/e2e'), database: true, ...LONG },
]
const NAMES = ['check', ...GROUPS.map((it) => it.name)]

const wantedGroups = () => {
  const only = (process.env.TONGGUAN_TEST_ONLY ?? '').split(',').filter((it) => it !== '')
  const unknown = only.filter((it) => !NAMES.includes(it))
  if (unknown.length > 0) throw new Error(`TONGGUAN_TEST_ONLY: unknown group ${unknown}; known: ${NAMES}`)
  return only.length === 0 ? NAMES : only
}

/**
 * Starts the server that the test files share; resolves with its address and how to stop it. It prints its address as one
 * line, and ends with us even when we are killed: its standard input closes.
 */
const startDatabase = () =>
  new Promise((resolve, reject) => {
    const child = spawn(nodeBinary(), ['--disable-warning=ExperimentalWarning', SERVER], {
      cwd: repository,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const ended = new Promise((done) => child.once('exit', done))
    const stop = async () => {
      child.kill('SIGTERM')
      await ended
    }
    let text = ''
    child.stdout.on('data', (it) => {
      text += it
      const url = /^postgres(?:ql)?:\/\/\S+$/m.exec(text)
      if (url && text.includes('\n', url.index)) resolve({ url: url[0], stop })
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the test database did not start (${SERVER} ended with ${code})`)))
  })

const sharedDatabase = () =>
  process.env.TONGGUAN_TEST_DATABASE_URL
    ? Promise.resolve({ url: process.env.TONGGUAN_TEST_DATABASE_URL, stop: async () => {} })
    : startDatabase()

const runGroups = async (wanted) => {
  const tallies = []
  // Where test files leave a demonstration port for each other; open to the user that the database runs as.
  const sites = mkdtempSync(join(tmpdir(), 'tongguan-sites-'))
  chmodSync(sites, 0o711)
  let database
  try {
    for (const { name, files, database: needsDatabase, ...options } of GROUPS) {
      if (!wanted.includes(name)) continue
      const found = files()
      if (needsDatabase && database === undefined && found.length > 0 && existsSync(join(repository, SERVER)))
        database = await sharedDatabase().catch((error) => {
          // Each file then tries for itself, and what does not depend on the database is still told.
          process.stdout.write(`  ✖ ${error.message}\n`)
          tallies.push({ ...NOTHING, failed: 1 })
        })
      process.stdout.write(`\n${name} (${found.length} files)\n`)
      const start = Date.now()
      const env = {
        TONGGUAN_TEST_SITES: sites,
        ...(database === undefined ? {} : { TONGGUAN_TEST_DATABASE_URL: database.url }),
      }
      const tally = await runTestFiles(name, found, { ...options, env, print: true })
      process.stdout.write(`  ${inWords(tally)} in ${((Date.now() - start) / 1000).toFixed(1)} s\n`)
      tallies.push(tally)
    }
  } finally {
    await database?.stop()
    rmSync(sites, { recursive: true, force: true })
  }
  return sum(tallies)
}

await runProgram(async () => {
  const tallies = []
  try {
    const wanted = wantedGroups()
    if (wanted.includes('e2e') || wanted.includes('integration')) {
      const built = await ensureWebBuilt()
      if (built !== 0) process.stdout.write('  ✖ the pages do not build\n')
      tallies.push({ ...NOTHING, failed: built === 0 ? 0 : 1 })
    }
    if (wanted.includes('check')) {
      process.stdout.write('\ncheck\n')
      tallies.push(await runChecks())
    }
    tallies.push(await runGroups(wanted))
  } catch (error) {
    // What broke is shown, and the last line still tells the truth.
    process.stdout.write(`  ✖ ${error.stack}\n`)
    tallies.push({ ...NOTHING, failed: 1 })
  }
  const total = sum(tallies)
  process.stdout.write(`\n${inWords(total)}\n`)
  return total.failed === 0 ? 0 : 1
})
