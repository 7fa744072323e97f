#!/usr/bin/env node
/** `npm run bench -- NAME`: runs `bench/NAME.ts` on a fresh clone too. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from './install.mjs'
import { runNode, runProgram } from './run.mjs'
import { ensureWebBuilt } from './web.mjs'

const names = () =>
  readdirSync(join(repository, 'bench'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'main.ts')
    .map((file) => file.slice(0, -3))
    .sort()

await runProgram(async () => {
  const [name, ...args] = process.argv.slice(2)
  if (name === undefined || !names().includes(name)) {
    const fault = name === undefined ? 'Name a benchmark' : `There is no benchmark "${name}"`
    process.stderr.write(`${fault}. Usage: npm run bench -- NAME\nNames: ${names().join(', ') || 'none yet'}\n`)
    return 2
  }
  // Some benchmarks open pages, and none may fail on a fresh clone for want of a build.
  const built = await ensureWebBuilt()
  if (built !== 0) return built
  return runNode([join(repository, 'bench', 'main.ts'), name, ...args])
})
