/** Runs one group of test files with Node's test runner and counts what it said. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { nodeBinary, repository } from './install.mjs'

export const NOTHING = { passed: 0, failed: 0, skipped: 0 }

export const sum = (tallies) =>
  tallies.reduce(
    (total, it) => ({
      passed: total.passed + it.passed,
      failed: total.failed + it.failed,
      skipped: total.skipped + it.skipped,
    }),
    NOTHING,
  )

export const inWords = (tally) => `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`

const writeOut = (text) => process.stdout.write(text)

const running = new Set()
// An interrupted run takes its test processes along: each group is a process group of its own.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.once(signal, () => {
    for (const child of running) end(child, 'SIGTERM')
    process.exit(1)
  })

const end = (child, signal) => {
  try {
    process.kill(-child.pid, signal)
  } catch {
    // It ended by itself.
  }
}

/**
 * Runs a command in the repository; resolves with its exit status and, unless it may print, its output. A command over
 * its time is ended with everything it started in its group, and its status is then 124.
 */
export const runCommand = (command, args, { env = {}, seconds = 600, print = false } = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: repository,
      // Without its mark, a run inside a test would believe to be part of that test and skip its files.
      env: { ...process.env, NODE_TEST_CONTEXT: undefined, ...env },
      stdio: ['ignore', print ? 'inherit' : 'pipe', print ? 'inherit' : 'pipe'],
      detached: true,
    })
    running.add(child)
    const output = []
    child.stdout?.on('data', (it) => output.push(it))
    child.stderr?.on('data', (it) => output.push(it))
    let late = false
    const timer = setTimeout(() => {
      late = true
      end(child, 'SIGTERM')
      setTimeout(() => end(child, 'SIGKILL'), 5000).unref()
    }, seconds * 1000)
    child.once('error', (error) => output.push(Buffer.from(`${error.message}\n`)))
    child.once('close', (code) => {
      clearTimeout(timer)
      running.delete(child)
      resolve({ status: late ? 124 : (code ?? 1), output: Buffer.concat(output).toString('utf8') })
    })
  })

/**
 * Runs test files and resolves with their tally. `isolated` gives each file a process, `parallel` so many at a time.
 * A runner that fails without a failed test, or does not end, adds one failure.
 */
export const runTestFiles = async (name, files, options) => {
  const { isolated = true, parallel = 1, brief = false, env = {}, write = writeOut, ...rest } = options
  if (files.length === 0) return NOTHING
  const folder = mkdtempSync(join(tmpdir(), 'tongguan-test-'))
  const tallyFile = join(folder, 'tally.json')
  try {
    const { status, output } = await runCommand(
      nodeBinary(),
      [
        '--disable-warning=ExperimentalWarning',
        '--test',
        `--test-isolation=${isolated ? 'process' : 'none'}`,
        ...(isolated ? [`--test-concurrency=${parallel}`] : []),
        `--test-reporter=${pathToFileURL(join(repository, 'bin', 'test-reporter.mjs')).href}`,
        '--test-reporter-destination=stdout',
        ...files,
      ],
      { env: { TONGGUAN_TALLY: tallyFile, TONGGUAN_REPORT: brief ? 'brief' : '', ...env }, ...rest },
    )
    write(output)
    const ended = existsSync(tallyFile)
    const tally = ended ? JSON.parse(readFileSync(tallyFile, 'utf8')) : NOTHING
    if (ended && (status === 0 || tally.failed > 0)) return tally
    const why = status === 124 ? 'took too long and was ended' : `ended with status ${status} before its tests did`
    write(`  ✖ the group "${name}" ${ended ? `ended with status ${status} without a failed test` : why}\n`)
    return { ...tally, failed: tally.failed + 1 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
