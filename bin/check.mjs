#!/usr/bin/env node
/** `npm run check`: types, lint and format, architecture, side by side. Exit status 1 when one of them fails. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { repository } from './install.mjs'
import { runProgram } from './run.mjs'
import { inWords, runCommand, runTestFiles, sum } from './test-group.mjs'

const tool = (...path) => join(repository, 'node_modules', ...path)

const runTool = async (name, args) => {
  const start = Date.now()
  const { status, output } = await runCommand(process.execPath, args, { seconds: 120 })
  const took = `${Date.now() - start} ms`
  process.stdout.write(status === 0 ? `  ✔ ${name} ${took}\n` : `  ✖ ${name} ${took}\n${output}\n`)
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 }
}

/** Resolves with the tally: types and lint count as one test each. */
export const runChecks = async () =>
  sum(
    await Promise.all([
      runTool('types (tsc)', [tool('typescript', 'lib', 'tsc.js'), '-p', 'tsconfig.json', '--noEmit']),
      runTool('lint and format (biome)', [
        tool('@biomejs', 'biome', 'bin', 'biome'),
        'check',
        '--diagnostic-level=error',
        '--max-diagnostics=100',
      ]),
      runTestFiles('architecture', ['test/architecture.test.ts'], { brief: true, seconds: 60 }),
    ]),
  )

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await runProgram(async () => {
    const tally = await runChecks()
    process.stdout.write(`${inWords(tally)}\n`)
    return tally.failed === 0 ? 0 : 1
  })
